/**
 * What goes wrong on demand, by chance from the site's seed or for the next requests: `slow=200,429=0.1,drop=0.05,skew=-90000`.
 */
import { setTimeout as sleep } from 'node:timers/promises'
import { htmlPage, type Reply } from './envelopes.ts'
import type { Random } from './random.ts'

export const FAULT_KINDS = ['429', '500', '502', '503', 'html', 'drop', 'lose', 'cut'] as const
/**
 * `html` a proxy's page with status 200; `drop` hangs up before anything is done; `lose` does it and hangs up before it answers;
 * `cut` hangs up in the middle of the answer.
 */
export type FaultKind = (typeof FAULT_KINDS)[number]

export interface FaultPlan {
  /** Milliseconds before every answer. */
  slow: number
  /** Milliseconds by which the site's clock is off. */
  skew: number
  /** Chance of each kind, from 0 to 1. */
  chance: Partial<Record<FaultKind, number>>
}

export const NO_FAULTS: FaultPlan = { slow: 0, skew: 0, chance: {} }

/** @throws Error in words for a text that names no fault. */
export function parseFaults(text: string): FaultPlan {
  const plan: FaultPlan = { slow: 0, skew: 0, chance: {} }
  for (const part of text.split(',').filter((p) => p !== '')) {
    const [kind = '', amount = '1'] = part.trim().split('=')
    const number = Number(amount)
    if (!Number.isFinite(number)) throw new Error(`${part}: ${amount} is no number.`)
    if (kind === 'slow' || kind === 'skew') plan[kind] = number
    else if ((FAULT_KINDS as readonly string[]).includes(kind))
      plan.chance[kind as FaultKind] = number
    else
      throw new Error(`There is no fault ${kind}: slow (ms), skew (ms), ${FAULT_KINDS.join(', ')}.`)
  }
  return plan
}

export interface Faults {
  plan: FaultPlan
  /** The next requests fare so, one each; `null` lets one pass. */
  next(...kinds: (FaultKind | null)[]): void
  /**
   * What befalls certain requests for as long as it is set, as a firewall would that dislikes what one of them says. A promise keeps
   * the request waiting.
   */
  of: ((request: Drawn) => FaultKind | undefined | Promise<FaultKind | undefined>) | null
  /** @returns what befalls this request. */
  draw(request: Drawn): Promise<FaultKind | undefined>
}

interface Drawn {
  method: string
  path: string
  body: string
}

export function createFaults(random: Random, plan: FaultPlan = NO_FAULTS): Faults {
  const queued: (FaultKind | null)[] = []
  const faults: Faults = {
    plan,
    next: (...kinds) => void queued.push(...kinds),
    of: null,
    async draw(request) {
      const certain = await faults.of?.(request)
      if (faults.plan.slow > 0) await sleep(faults.plan.slow)
      if (certain) return certain
      const wanted = queued.shift()
      if (wanted !== undefined) return wanted ?? undefined
      for (const [kind, chance] of Object.entries(faults.plan.chance))
        if (chance > 0 && random() < chance) return kind as FaultKind
      return undefined
    },
  }
  return faults
}

/** Milliseconds of processing that the site allows in a window; told in microseconds. */
const RATE_LIMIT_US = 36_000_000

/** The answer that a fault gives by itself; undefined where it is no answer. */
export function faultReply(kind: FaultKind): Reply | undefined {
  switch (kind) {
    case '429':
      return {
        status: 429,
        headers: {
          'retry-after': '1',
          'x-ratelimit-limit': String(RATE_LIMIT_US),
          'x-ratelimit-remaining': '0',
          'x-ratelimit-reset': '1',
        },
        body: {
          exception: 'frappe.exceptions.TooManyRequestsError',
          exc_type: 'TooManyRequestsError',
        },
      }
    case '500':
      return htmlPage(500, 'Internal Server Error')
    case '502':
      return htmlPage(502, 'Bad Gateway')
    case '503':
      return {
        ...htmlPage(503, 'Service Unavailable'),
        headers: { 'content-type': 'text/html', 'retry-after': '1' },
      }
    case 'html':
      return htmlPage(200, 'Sign in to the network')
    default:
      return undefined
  }
}
