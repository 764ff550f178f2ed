/** `insa up`: everything in one process. */
import { isIP } from 'node:net'
import type { Program } from '../compose.ts'
import { type Config, readConfig } from '../config.ts'
import { createLogger } from '../platform/telemetry/logger.ts'
import { type FirstStart, firstStart } from './first-start.ts'
import { openSite, readSecretKey } from './open-site.ts'

/** Running work is given this long on Ctrl-C; what is not done then goes on at the next start. Milliseconds. */
const GRACE_MS = 10_000
/** After the grace time, for closing what is open. Milliseconds. */
const LAST_RESORT_MS = 5_000

/** @param demo load the demo leads if this is the first start. */
export async function up({ demo }: { demo: boolean }): Promise<void> {
  const startedAt = performance.now()
  const config = readConfig()
  const logger = createLogger(config.logLevel, process.stdout.isTTY === true)
  // The database unpacks in the background while the rest of the program is read.
  const [site, { compose }] = await Promise.all([
    openSite(config, (error, what) => logger.warn({ err: error }, what)),
    import('../compose.ts'),
  ])
  let publicUrl = config.publicUrl ?? ''
  const program = await compose({
    config,
    database: site.database,
    logger,
    secret: readSecretKey(config),
    publicUrl: () => publicUrl,
  })
  const stopped = stopOnSignals(program, site.unlock)
  const first = await firstStart(program, config, demo)
  try {
    await program.app.listen({ port: config.port, host: config.host })
  } catch (error) {
    await program.close(0)
    site.unlock()
    if ((error as NodeJS.ErrnoException).code !== 'EADDRINUSE') throw error
    process.stderr.write(
      `Port ${config.port} is taken. Stop what listens there, or set PORT to another.\n`,
    )
    // The administrator is made already, and nobody will say this password again.
    if (first?.password) process.stdout.write(`${signInLines(config, first).join('\n')}\n`)
    process.exitCode = 1
    return
  }
  const address = program.app.server.address()
  const port = typeof address === 'object' && address ? address.port : config.port
  publicUrl ||= `http://${isLoopback(config.host) ? 'localhost' : config.host}:${port}`
  await program.startWorking()
  await greet(config, program, publicUrl, first, performance.now() - startedAt)
  await stopped
}

const isLoopback = (host: string) => host === 'localhost' || host === '::1' || /^127\./.test(host)

async function greet(
  config: Config,
  program: Program,
  url: string,
  first: FirstStart | null,
  ms: number,
): Promise<void> {
  const { version, parts } = await program.status()
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
    ...signInLines(config, first),
    `  API       ${url}/docs   Stop with Ctrl-C.`,
    '',
  ]
  // Straight to the terminal: what is printed here, a made-up password for one, is not part of the log.
  process.stdout.write(`${lines.join('\n')}\n`)
  if (!isLoopback(config.host)) warnOpen(config.host)
}

function signInLines(config: Config, first: FirstStart | null): string[] {
  if (!first)
    return ['  Sign in   with your account (a new password: "Forgot password" on the sign-in page)']
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

/** Resolves when the program has been asked to stop and has closed; asked twice, it stops at once. */
function stopOnSignals(program: Program, unlock: () => void): Promise<void> {
  return new Promise((resolve) => {
    let asked = false
    const stop = async () => {
      if (asked) process.exit(130)
      asked = true
      process.stdout.write('\n  Finishing running work … (Ctrl-C again to stop at once)\n')
      // Whatever does not let go by then is left: the next start carries on from the rows.
      setTimeout(() => process.exit(), GRACE_MS + LAST_RESORT_MS).unref()
      await program.close(GRACE_MS)
      unlock()
      process.stdout.write('  Stopped.\n')
      resolve()
    }
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => void stop())
  })
}
