/** `insa up`: everything in one process. */
import { isIP } from 'node:net'
import type { Program } from '../compose.ts'
import { type Config, readConfig } from '../config.ts'
import { ConfigError } from '../environment.ts'
import { createLogger } from '../platform/telemetry/logger.ts'
import { type FirstStart, firstStart } from './first-start.ts'
import { giveBackMemoryWhenQuiet } from './give-back-memory.ts'
import { openSite, readSecretKey } from './open-site.ts'
import { GRACE_MS, listenForStop } from './stop-signals.ts'

/** @param demo load the demo leads if this is the first start. */
export async function up({ demo }: { demo: boolean }): Promise<void> {
  const startedAt = performance.now()
  const config = readConfig()
  const logger = createLogger(config.logLevel, process.stdout.isTTY === true)
  const opening = openSite(config, (error, what) => logger.warn({ err: error }, what))
  // However this ends: an open database keeps its lock, and the process alive.
  let close = async () => (await opening).database.close()
  try {
    // The database unpacks in the background while the rest of the program is read.
    const [{ database }, { compose }] = await Promise.all([opening, import('../compose.ts')])
    const site = { config, url: config.publicUrl ?? '', startedAt }
    const secret = readSecretKey(config)
    const program = await compose({ config, database, logger, secret, publicUrl: () => site.url })
    const stop = listenForStop(logger)
    close = () => program.close(stop.asked() ? GRACE_MS : 0)
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
  const first = await firstStart(program, site.config, demo)
  if (isStopping()) return
  const port = await listen(program, site.config)
  const { host } = site.config
  site.url ||= `http://${isLoopback(host) ? 'localhost' : host}:${port}`
  if (isStopping()) return
  await program.startWorking()
  if (isStopping()) return
  await greet(program, site, first)
}

/** @returns the port, chosen or free. @throws ConfigError when it is taken. */
async function listen({ app }: Program, { port, host }: Config): Promise<number> {
  try {
    await app.listen({ port, host })
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EADDRINUSE') throw error
    throw new ConfigError(`Port ${port} is taken. Stop what listens there, or set PORT to another.`)
  }
  const address = app.server.address()
  return typeof address === 'object' && address ? address.port : port
}

const isLoopback = (host: string) => host === 'localhost' || host === '::1' || /^127\./.test(host)

async function greet(
  program: Program,
  { config, url, startedAt }: StartingSite,
  first: FirstStart | null,
): Promise<void> {
  const ms = performance.now() - startedAt
  const { version, parts } = await program.status()
  const told = first && (await program.identity.holdsFirstStart(first.claim)) ? first : null
  const lines = [
    '',
    `  INSA CRM ${version}   ${url}   (ready in ${(ms / 1000).toFixed(1)} s)`,
    '',
    ...parts.map(
      (p) =>
        `  ${p.real ? 'real     ' : 'stand-in '} ${p.name.padEnd(9)} ${p.what}${p.hint ? `. ${p.hint}` : ''}`,
    ),
    '',
    `  Data      ${config.databaseUrl ? 'in PostgreSQL' : config.dataDir}`,
    ...signInLines(config, told),
    `  API       ${url}/docs   Stop with Ctrl-C.`,
    '',
  ]
  // Straight to the terminal: what is printed here, a made-up password for one, is not part of the log.
  await print(`${lines.join('\n')}\n`)
  if (told) await program.identity.endFirstStart(told.claim)
  if (!isLoopback(config.host)) warnOpen(config.host)
}

/** Resolves when the text has left this process. */
const print = (text: string) =>
  new Promise<void>((resolve, reject) => {
    process.stdout.write(text, (error) => (error ? reject(error) : resolve()))
  })

function signInLines(config: Config, first: FirstStart | null): string[] {
  if (!first) return [`  Sign in   with your account (${wayBackIn(config)})`]
  const password = first.password ?? 'the password in INSA_ADMIN_PASSWORD'
  return [
    `  Sign in   ${first.email} / ${password}`,
    ...(first.password
      ? [
          '            This password is shown once. Keep it, or set INSA_ADMIN_PASSWORD before the first start.',
        ]
      : []),
    ...(config.admin.apiKey ? ['  API key   the one in INSA_ADMIN_API_KEY'] : []),
    ...(first.demoLeads > 0
      ? [
          `  Demo      ${first.demoLeads} leads, being qualified now (next time "npm start -- --empty" in a new data directory starts without)`,
        ]
      : []),
  ]
}

/** Kept mails are read by who is signed in: there a link in one helps nobody who is not. */
const wayBackIn = ({ smtpUrl }: Config) =>
  smtpUrl
    ? 'a new password: "Forgotten your password?" on the sign-in page'
    : 'a new password: stop this, then npx insa reset-password E-MAIL'

function warnOpen(host: string): void {
  const where =
    isIP(host) && /^(0\.0\.0\.0|::)$/.test(host) ? 'every network this machine is in' : host
  process.stderr.write(
    [
      '',
      '  ******************************************************************************',
      `  WARNING: listening on ${where} without TLS.`,
      '  Passwords and keys travel readable. Put a TLS proxy in front, or use HOST=127.0.0.1.',
      '  ******************************************************************************',
      '',
      '',
    ].join('\n'),
  )
}
