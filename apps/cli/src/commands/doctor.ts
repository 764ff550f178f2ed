import { ApiError, type Me, Permission, type SystemStatus } from '@insa/contracts'
import { Command } from 'commander'
import packageFile from '../../package.json' with { type: 'json' }
import { CliError } from '../cli-error.ts'
import type { CliConfig } from '../config.ts'
import { EXIT } from '../exit-codes.ts'
import { explainError } from '../explain-error.ts'
import { plural, printable } from '../format-text.ts'
import { formatDuration } from '../format-time.ts'
import type { Output } from '../output.ts'
import {
  type ConnectionOptions,
  type Session,
  withConnectionOptions,
  withSession,
} from '../session.ts'

/** Clocks further apart make expiry dates and ages misleading. `Date` headers count whole seconds. */
const TOLERATED_SKEW_MS = 5_000

interface Findings {
  url: string
  cli_version: string
  /** Milliseconds from question to answer. */
  answered_in_ms: number
  clock_skew_ms: number | null
  me: Me | null
  system: SystemStatus | null
}

export function doctor(config: CliConfig): Command {
  const command = new Command('doctor').description(
    'look at the server: what is real, what stands in, versions, clocks, and what the key may do',
  )
  return withConnectionOptions(command).action((options: ConnectionOptions) =>
    withSession(config, options, async (session) => {
      const { findings, refusal } = await examine(session)
      if (session.out.isJson) session.out.json(findings)
      else printFindings(findings, session)
      if (refusal) {
        const { message, hint, exitCode } = explainError(refusal)
        throw new CliError(message, { exitCode, ...(hint ? { hint } : {}), isReported: true })
      }
      requireHealth(findings)
    }),
  )
}

/** A server that refuses the key has answered all the same: what can be found out is reported before the refusal. */
async function examine(
  session: Session,
): Promise<{ findings: Findings; refusal: ApiError | null }> {
  const { client, signal, url } = session
  const begun = performance.now()
  let refusal: ApiError | null = null
  const unlessRefused = async <T>(call: Promise<T>): Promise<T | null> => {
    try {
      return await call
    } catch (error) {
      if (!(error instanceof ApiError) || error.status === 0 || error.status >= 500) throw error
      refusal ??= error
      return null
    }
  }
  const me = await unlessRefused(client.me({ signal }))
  const answered_in_ms = Math.round(performance.now() - begun)
  const system = await unlessRefused(client.system({ signal }))
  const clock_skew_ms = session.clockSkewMs()
  const cli_version = packageFile.version
  return { findings: { url, cli_version, answered_in_ms, clock_skew_ms, me, system }, refusal }
}

function printFindings(findings: Findings, { out, hasKey }: Session): void {
  const { url, answered_in_ms, cli_version, me, system } = findings
  const field = (title: string, value: string) =>
    out.line(`${out.paint('dim', title.padEnd(10))} ${value}`)
  field('Server', `${url}, answered in ${formatDuration(answered_in_ms)}`)
  field('Versions', versions(cli_version, system?.version))
  field('Clock', clockWords(findings.clock_skew_ms))
  if (me) {
    field(
      'Key of',
      `${printable(me.name)} in ${printable(me.organization.name)} (${me.organization.role})`,
    )
    field('May', me.permissions.join(' ') || 'nothing')
    const missing = Permission.options.filter((permission) => !me.permissions.includes(permission))
    field('May not', missing.join(' ') || '-')
  } else field('Key', hasKey ? 'refused' : 'none given')
  if (system) printParts(system, out)
}

const versions = (cli: string, server: string | undefined) =>
  server === undefined || server === cli
    ? `CLI ${cli}, server ${server ?? 'not told'}`
    : `CLI ${cli}, server ${server}: they differ, which may confuse both`

function clockWords(skewMs: number | null): string {
  if (skewMs === null) return 'the server does not tell its time'
  if (Math.abs(skewMs) <= TOLERATED_SKEW_MS) return 'in step with the server'
  const direction = skewMs > 0 ? 'behind' : 'ahead of'
  return `this machine is ${formatDuration(Math.abs(skewMs))} ${direction} the server`
}

function printParts({ parts }: SystemStatus, out: Output): void {
  out.line()
  out.table(parts, [
    { title: 'PART', text: ({ name }) => printable(name) },
    {
      title: 'STATE',
      text: ({ healthy, real }) => (healthy ? (real ? 'real' : 'stand-in') : 'broken'),
      paint: (text, { healthy, real }, paint) =>
        paint(healthy ? (real ? 'green' : 'yellow') : 'red', text),
    },
    { title: 'WHAT', flexible: true, wraps: true, text: ({ what }) => printable(what) },
    { title: 'HINT', flexible: true, wraps: true, text: ({ hint }) => printable(hint ?? '-') },
  ])
}

function requireHealth({ system }: Findings): void {
  const broken = system?.parts.filter(({ healthy }) => !healthy) ?? []
  if (broken.length === 0) return
  throw new CliError(
    `${plural(broken.length, 'part')} of the server ${broken.length === 1 ? 'is' : 'are'} not working: ${broken.map(({ name }) => printable(name)).join(', ')}.`,
    { exitCode: EXIT.unavailable, isReported: true },
  )
}
