/** What several conversations with models cost together. */
import { Decimal } from 'decimal.js'
import type { RunCost } from '../runtime/agent.ts'
import { toUsd } from './models.ts'

export const NO_COST: RunCost = {
  engine: 'none',
  model: null,
  tokens: { input: 0, output: 0, cache_read: 0, cache_write: 0 },
  costUsd: toUsd(new Decimal(0)),
}

/** @returns the sum, under the engine and model of the later. */
export const addCosts = (earlier: RunCost, later: RunCost): RunCost => ({
  ...later,
  tokens: {
    input: earlier.tokens.input + later.tokens.input,
    output: earlier.tokens.output + later.tokens.output,
    cache_read: earlier.tokens.cache_read + later.tokens.cache_read,
    cache_write: earlier.tokens.cache_write + later.tokens.cache_write,
  },
  costUsd: toUsd(new Decimal(earlier.costUsd).plus(later.costUsd)),
})
