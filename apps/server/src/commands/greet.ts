/** What a start says on the terminal. */
import { isIP } from 'node:net'
import type { Program } from '../compose.ts'
import type { Config } from '../config.ts'
import { describeRoles, type Roles } from '../platform/processes/roles.ts'
import type { FirstStart } from './first-start.ts'

export interface GreetedSite {
  config: Config
  roles: Roles
  /** The address people type. */
  url: string
  /** As `performance.now()` tells it. */
  startedAt: number
}

export const isLoopback = (host: string) =>
  host === 'localhost' || host === '::1' || /^127\./.test(host)

/** Says what runs here, what is real, and how to sign in. */
export async function greet(
  program: Pick<Program, 'status' | 'identity'>,
  { config, roles, url, startedAt }: GreetedSite,
  first: FirstStart | null,
): Promise<void> {
  const ms = performance.now() - startedAt
  const { version, parts } = await program.status()
  const told = first && (await program.identity.holdsFirstStart(first.claim)) ? first : null
  const lines = [
    '',
    `  INSA CRM ${version}   ${roles.api ? url : describeRoles(roles)}   (ready in ${(ms / 1000).toFixed(1)} s)`,
    '',
    ...parts.map(
      (p) =>
        `  ${p.real ? 'real     ' : 'stand-in '} ${p.name.padEnd(9)} ${p.what}${p.hint ? `. ${p.hint}` : ''}`,
    ),
    '',
    `  Data      ${config.databaseUrl ? 'in PostgreSQL' : config.dataDir}`,
    ...(roles.api
      ? [...signInLines(config, told), `  API       ${url}/docs   Stop with Ctrl-C.`]
      : ['  Stop with Ctrl-C.']),
    '',
  ]
  // Straight to the terminal: what is printed here, a made-up password for one, is not part of the log.
  await print(`${lines.join('\n')}\n`)
  if (told) await program.identity.endFirstStart(told.claim)
  if (roles.api && !isLoopback(config.host)) warnOpen(config.host)
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
