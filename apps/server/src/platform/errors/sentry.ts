/**
 * Tells a Sentry (or what speaks its envelopes: GlitchTip, Bugsink) of errors, by HTTP alone: its SDK for Node would bring
 * OpenTelemetry, hooks into every module and some 40 MB, and send what has not been cleaned. Loaded where SENTRY_DSN is set.
 */
import { randomUUID } from 'node:crypto'
import type { ErrorFrame, ThrownError } from '@insa/contracts'
import type { Logger } from 'pino'
import type { HeldError } from './error-buffer.ts'

export interface SentryDeps {
  /** `https://PUBLIC_KEY@HOST/PROJECT` */
  dsn: string
  release: string
  /** Host and role of this process. */
  process: string
  logger: Logger
}

export interface Sentry {
  /** Sends in the background: one event a group, which says how often it happened. Never throws. */
  tell(held: readonly HeldError[]): void
  /** Resolves when what is on its way has ended, one way or the other. */
  stop(): Promise<void>
}

/** Milliseconds. */
const ANSWER_MS = 5_000
/** Events of one go that are sent; the rest is in our own database. */
const MOST_EVENTS = 20
/** How long it is left alone when it asks for that without saying how long. Milliseconds. */
const PAUSE_MS = 60_000
const SENTRY_VERSION = 7

/** Where envelopes go, and the key that goes with them. @throws when it is no DSN. */
export function readDsn(dsn: string): { url: string; key: string } {
  const { protocol, host, username, pathname } = new URL(dsn)
  const parts = pathname.split('/').filter(Boolean)
  const project = parts.pop()
  if (!project || username === '') throw new Error('A DSN is https://KEY@HOST/PROJECT.')
  const path = [...parts, 'api', project, 'envelope', ''].join('/')
  return { url: `${protocol}//${host}/${path}`, key: username }
}

export function createSentry(deps: SentryDeps): Sentry {
  const { url, key } = readDsn(deps.dsn)
  const auth = `Sentry sentry_version=${SENTRY_VERSION}, sentry_client=insa-crm/${deps.release}, sentry_key=${key}`
  let pausedUntil = 0
  let working: Promise<void> = Promise.resolve()

  const send = async (held: HeldError) => {
    if (performance.now() < pausedUntil) return
    const response = await fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'application/x-sentry-envelope', 'x-sentry-auth': auth },
      body: envelopeOf(held, deps),
      redirect: 'manual',
      signal: AbortSignal.timeout(ANSWER_MS),
    })
    await response.body?.cancel()
    if (response.status === 429) {
      const seconds = Number(response.headers.get('retry-after'))
      pausedUntil = performance.now() + (seconds > 0 ? seconds * 1000 : PAUSE_MS)
    }
    if (!response.ok) throw new Error(`It answered ${response.status}.`)
  }
  const sendAll = async (held: readonly HeldError[]) => {
    for (const error of held.slice(0, MOST_EVENTS)) await send(error)
  }
  return {
    tell(held) {
      // Not as an error: it would be one more to tell.
      working = working
        .then(() => sendAll(held))
        .catch((error: unknown) =>
          deps.logger.warn({ reason: String(error) }, 'Sentry was not told of errors'),
        )
    },
    stop: () => working,
  }
}

/** One event as an envelope: three lines of JSON. */
function envelopeOf(held: HeldError, deps: SentryDeps): string {
  const event = eventOf(held, deps)
  const head = { event_id: event.event_id, sent_at: new Date().toISOString() }
  return `${[head, { type: 'event' }, event].map((line) => JSON.stringify(line)).join('\n')}\n`
}

function eventOf(held: HeldError, { release, process }: SentryDeps) {
  const { sample } = held
  const agoMs = Math.max(0, performance.now() - held.lastAt)
  const traceId = sample.traceId?.replaceAll('-', '') ?? ''
  return {
    event_id: randomUUID().replaceAll('-', ''),
    timestamp: (Date.now() - agoMs) / 1000,
    platform: held.origin === 'browser' ? 'javascript' : 'node',
    level: held.origin === 'process' ? 'fatal' : 'error',
    logger: held.origin,
    server_name: process,
    release: `insa-crm@${release}`,
    transaction: held.where,
    // Ours, so that both count the same groups.
    fingerprint: [held.fingerprint],
    tags: { origin: held.origin, correlation_id: sample.traceId ?? undefined },
    extra: {
      what: sample.what,
      times: [...held.counts.values()].reduce((sum, n) => sum + n, 0),
      execution_id: sample.executionId ?? undefined,
    },
    ...(/^[0-9a-f]{32}$/.test(traceId)
      ? { contexts: { trace: { trace_id: traceId, span_id: traceId.slice(16) } } }
      : {}),
    // What caused it comes first.
    exception: { values: sample.chain.map(exceptionOf).toReversed() },
  }
}

const exceptionOf = ({ type, code, message, frames }: ThrownError) => ({
  type,
  value: code === null ? message : `${message} (${code})`,
  ...(frames.length === 0 ? {} : { stacktrace: { frames: frames.map(frameOf).toReversed() } }),
})

const frameOf = (frame: ErrorFrame) => ({
  function: frame.function ?? undefined,
  filename: frame.file,
  lineno: frame.line ?? undefined,
  colno: frame.column ?? undefined,
  in_app: frame.in_app,
})
