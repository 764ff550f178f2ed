/**
 * Keeps what stands for many runs in the model's cache beyond its hour, by a touch shortly before its end: a request with the same
 * beginning and almost nothing behind it. Only while it pays, by what was used in the last day; and it is paid for like every call.
 */
import { createHash } from 'node:crypto'
import type { Decimal } from 'decimal.js'
import type { ModelCalls, OnAnswered } from './model-calls.ts'
import type { ModelRequest } from './model-request.ts'
import { type ModelRun, startModelRun } from './model-run.ts'
import { costOf, type ModelUsage, NO_USAGE } from './models.ts'

/** The step that touches are booked under, of the run that used the beginning last. */
export const KEEP_WARM = 'keep_warm'

export interface WarmTimes {
  /** How long a beginning is kept after it was used. Milliseconds. */
  lifeMs: number
  /** When it is touched after that. Milliseconds. */
  touchAfterMs: number
  /** What was used longer ago says nothing of what comes: the requirements' 24 hours. Milliseconds. */
  dayMs: number
}

const MINUTE_MS = 60_000
const TIMES: WarmTimes = {
  lifeMs: 60 * MINUTE_MS,
  touchAfterMs: 55 * MINUTE_MS,
  dayMs: 24 * 60 * MINUTE_MS,
}
/** Beginnings that are looked after; of more, the one unused for longest is left to go cold. */
const MOST = 20
const WORDS = 'Say nothing.'
/** What a touch adds to the beginning, and says. Tokens. */
const TOUCH = { input: 20, output: 1 }
const TOUCH_TIME_MS = 60_000
const TOUCH_USD = '1'

export interface WarmCalls {
  calls: ModelCalls
  stop(): void
}

interface Beginning {
  asked: Record<string, unknown>
  request: ModelRequest
  run: ModelRun
  model: string
  tokens: number
  /** When runs used it, as `Date.now()` counts. */
  uses: number[]
  timer: NodeJS.Timeout
}

/** @param create the calls, which tell what was answered. @param onError a touch that went wrong harms nobody. */
export function keepWarm(
  create: (onAnswered: OnAnswered) => ModelCalls,
  onError: (error: unknown) => void,
  times: WarmTimes = TIMES,
): WarmCalls {
  const beginnings = new Map<string, Beginning>()

  const due = (key: string, beginning: Beginning) => {
    clearTimeout(beginning.timer)
    beginning.timer = setTimeout(() => {
      touch(key, beginning).catch(onError)
    }, times.touchAfterMs).unref()
  }
  const touch = async (key: string, beginning: Beginning) => {
    const since = Date.now() - times.dayMs
    beginning.uses = beginning.uses.filter((at) => at > since)
    if (beginning.uses.length === 0) beginnings.delete(key)
    const expected = (beginning.uses.length * times.lifeMs) / times.dayMs
    if (!pays(beginning, expected)) return
    const response = await calls.send(touchRun(beginning.run), touchRequest(beginning))
    await response.text()
    // Refused by a budget, or down: it goes cold, and the next use warms it.
    if (response.ok) due(key, beginning)
  }
  const calls = create((run, request, usage) => {
    const tokens = usage.cache_read + usage.cache_write_1h
    if (run.payer.step === KEEP_WARM || tokens === 0) return
    const asked = JSON.parse(request.body) as Record<string, unknown>
    const key = keyOf(asked)
    const known = beginnings.get(key)
    const beginning: Beginning = {
      asked,
      request,
      run,
      model: String(asked.model),
      tokens,
      uses: [...(known?.uses ?? []), Date.now()],
      timer: known?.timer ?? setTimeout(() => undefined, 0),
    }
    // Moved to the end: the first is the one unused for longest.
    beginnings.delete(key)
    beginnings.set(key, beginning)
    due(key, beginning)
    const [first] = beginnings
    if (!first || beginnings.size <= MOST) return
    clearTimeout(first[1].timer)
    beginnings.delete(first[0])
  })
  return {
    calls,
    stop() {
      for (const { timer } of beginnings.values()) clearTimeout(timer)
      beginnings.clear()
    },
  }
}

/** All but what a single run asks: a change in any of it is another beginning. */
function keyOf({ messages: _messages, ...rest }: Record<string, unknown>): string {
  return createHash('sha256').update(JSON.stringify(rest)).digest('base64url')
}

/**
 * Left cold, the next use writes it anew instead of reading it; the ones after that read it either way. So at most one writing is
 * saved, as likely as there is a use at all.
 * @param expected uses in the next life of it.
 */
export function pays(
  { model, tokens }: Pick<Beginning, 'model' | 'tokens'>,
  expected: number,
): boolean {
  const cost = (usage: Partial<ModelUsage>): Decimal => costOf(model, { ...NO_USAGE, ...usage })
  const read = cost({ cache_read: tokens })
  const saving = cost({ cache_write: tokens, cache_write_1h: tokens }).minus(read)
  const price = cost({ cache_read: tokens, ...TOUCH })
  return saving.times(Math.min(1, expected)).greaterThan(price)
}

const touchRequest = ({ asked, request }: Beginning): ModelRequest => ({
  ...request,
  body: JSON.stringify({
    ...asked,
    messages: [{ role: 'user', content: WORDS }],
    max_tokens: TOUCH.output,
    stream: false,
  }),
})

/** On the account of the run that used it last, which may be over; nobody waits for it. */
const touchRun = ({ engine, payer }: ModelRun): ModelRun =>
  startModelRun({
    engine,
    payer: { ...payer, step: KEEP_WARM, leadId: null },
    limits: {
      deadline: Date.now() + TOUCH_TIME_MS,
      usd: TOUCH_USD,
      calls: 1,
      silenceMs: TOUCH_TIME_MS,
    },
    signal: AbortSignal.timeout(TOUCH_TIME_MS),
    tell: () => undefined,
  })
