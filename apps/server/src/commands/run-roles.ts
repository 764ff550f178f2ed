/** `insa up`, `api`, `worker`, `scheduler`: all of a site's work in one process, or a part of it. */
import type { FastifyInstance } from 'fastify'
import type { Logger } from 'pino'
import type { Program } from '../compose.ts'
import { type Config, readConfig } from '../config.ts'
import { ConfigError } from '../parse-environment.ts'
import { createErrorBuffer } from '../platform/errors/error-buffer.ts'
import { reportFromLog } from '../platform/errors/report-from-log.ts'
import type { Roles } from '../platform/processes/roles.ts'
import type { AgentDefinition } from '../platform/runtime/agent.ts'
import { createLogger } from '../platform/telemetry/logger.ts'
import { endOnCrash } from './end-on-crash.ts'
import { firstStart } from './first-start.ts'
import { giveBackMemoryWhenQuiet } from './give-back-memory.ts'
import { greet, isLoopback } from './greet.ts'
import { openSite, readSecretKey } from './open-site.ts'
import { GRACE_MS, listenForStop } from './stop-signals.ts'

export interface RoleOptions {
  /** As it is typed, for messages: `insa worker`. */
  command: string
  roles(config: Config): Roles
  /** Load the demo leads if this is the first start. */
  demo: boolean
  /** Agents beside our own. */
  moreAgents?: readonly AgentDefinition[]
}

/** With ten, which is usual, an error of the database shows none of our own code: its driver takes them all. */
const STACK_FRAMES = 30

/** Runs until it is asked to stop. @throws ConfigError, in words for who typed the command. */
export async function runRoles(options: RoleOptions): Promise<void> {
  const { command, roles: chooseRoles, demo, moreAgents = [] } = options
  const startedAt = performance.now()
  const config = readConfig()
  const roles = chooseRoles(config)
  if (!isEverything(roles) && !config.databaseUrl)
    throw new ConfigError(
      `${command} needs DATABASE_URL: the embedded database is for one process, insa up.`,
    )
  Error.stackTraceLimit = STACK_FRAMES
  const errors = createErrorBuffer()
  const isTerminal = process.stdout.isTTY === true
  const logger = createLogger(config.logLevel, isTerminal, undefined, reportFromLog(errors))
  let writeErrors = () => Promise.resolve()
  endOnCrash(logger, () => writeErrors())
  const opening = openSite(config, (error, what) => logger.warn({ err: error }, what))
  // However this ends: an open database keeps its lock, and the process alive.
  let close = async () => (await opening).database.close()
  try {
    // The database unpacks in the background while the rest of the program is read.
    const [{ database }, { compose }] = await Promise.all([opening, import('../compose.ts')])
    const site = { config, roles, url: config.publicUrl ?? '', startedAt, logger }
    const secret = readSecretKey(config)
    const program = await compose({
      config,
      database,
      logger,
      errors,
      secret,
      publicUrl: () => site.url,
      roles,
      moreAgents,
    })
    writeErrors = program.writeErrors
    const stop = listenForStop(logger)
    close = () => program.close(stop.asked() ? GRACE_MS : 0)
    checkAgentTypes(program, roles)
    await start(program, site, demo, stop.asked)
    const stopWaiting = giveBackMemoryWhenQuiet()
    await stop.whenAsked
    stopWaiting()
  } finally {
    const opened = await opening.catch(() => null)
    if (opened) {
      await close()
      opened.unlock()
    }
  }
  process.stdout.write('  Stopped.\n')
}

interface StartingSite {
  config: Config
  roles: Roles
  logger: Logger
  /** The address people type; empty until the port is known. */
  url: string
  /** As `performance.now()` tells it. */
  startedAt: number
}

/** One step after the other, until all are done or a stop is asked for: nothing starts beside what closes. */
async function start(
  program: Program,
  site: StartingSite,
  demo: boolean,
  isStopping: () => boolean,
): Promise<void> {
  if (isStopping()) return
  const { config, roles } = site
  const first = roles.api ? await firstStart(program, config, demo) : null
  if (isStopping()) return
  if (roles.api) {
    const port = await listen(program.app, config.port, config)
    site.url ||= `http://${isLoopback(config.host) ? 'localhost' : config.host}:${port}`
  } else if (config.healthPort !== null) {
    await listen(program.healthApp, config.healthPort, config)
  }
  if (isStopping()) return
  await program.startWorking()
  if (isStopping()) return
  await greet(program, site, first)
}

/** @returns the port, chosen or free. @throws ConfigError when it is taken. */
async function listen(app: FastifyInstance, port: number, { host }: Config): Promise<number> {
  try {
    await app.listen({ port, host })
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EADDRINUSE') throw error
    throw new ConfigError(`Port ${port} is taken. Stop what listens there, or set PORT to another.`)
  }
  const address = app.server.address()
  return typeof address === 'object' && address ? address.port : port
}

const isEverything = (roles: Roles) => roles.api && roles.worker !== null && roles.scheduler

/** @throws ConfigError for a type that there is not. */
function checkAgentTypes({ agentTypes }: Program, { worker }: Roles): void {
  const unknown = (worker?.agentTypes ?? []).filter((type) => !agentTypes.includes(type))
  if (unknown.length === 0) return
  throw new ConfigError(
    `There is no agent ${unknown.join(', ')}. --agents takes: ${agentTypes.join(', ')}.`,
  )
}
