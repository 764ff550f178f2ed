/** The models that we use and what they cost: models.json, read and checked once. Money is decimal, never a float. */
import { Decimal } from 'decimal.js'
import { z } from 'zod'
import file from './models.json' with { type: 'json' }

/** How much a task asks of a model: `small` reads and grades, `reasoning` weighs, `critical` is rare and expensive. */
export const TaskSize = z.enum(['small', 'reasoning', 'critical'])
export type TaskSize = z.infer<typeof TaskSize>

const price = z.string().regex(/^\d+(\.\d+)?$/)

const Models = z.object({
  batch_factor: price,
  models: z
    .array(
      z.object({
        id: z.string(),
        size: TaskSize,
        effort: z.enum(['low', 'medium', 'high']),
        min_cache_tokens: z.int(),
        /** What platforms call it; by its own name where none is given. */
        platforms: z.object({ bedrock: z.string(), vertex: z.string() }).partial(),
        bands: z
          .array(
            z.object({
              up_to_prompt_tokens: z.int().optional(),
              input: price,
              output: price,
              cache_write_5m: price,
              cache_write_1h: price,
              cache_read: price,
            }),
          )
          .min(1),
      }),
    )
    .min(1),
})

const { models: MODELS, batch_factor: BATCH_FACTOR } = Models.parse(file)
export type Model = (typeof MODELS)[number]

/** What one call used. `cache_write` is all that was written, `cache_write_1h` the part kept for an hour. */
export interface ModelUsage {
  input: number
  output: number
  cache_read: number
  cache_write: number
  cache_write_1h: number
}

export const NO_USAGE: ModelUsage = {
  input: 0,
  output: 0,
  cache_read: 0,
  cache_write: 0,
  cache_write_1h: 0,
}

const PER_MILLION = 1_000_000

/** The model for a task of this size. */
export function modelFor(size: TaskSize): Model {
  const model = MODELS.find((m) => m.size === size)
  if (!model) throw new Error(`models.json names no model for ${size} tasks.`)
  return model
}

/** The models by name, from the cheapest to the strongest. */
export const MODEL_NAMES: readonly string[] = TaskSize.options.map((size) => modelFor(size).id)

/** What a platform calls a model. */
export const platformName = (id: string, platform: 'bedrock' | 'vertex'): string =>
  MODELS.find((m) => m.id === id)?.platforms[platform] ?? id

/** The size of task that this model is for; null for a name that is not in the table. */
export const sizeOf = (name: string | null): TaskSize | null =>
  MODELS.find((m) => m.id === name)?.size ?? null

/** The next stronger size, or null above the strongest. */
export const strongerThan = (size: TaskSize): TaskSize | null =>
  TaskSize.options[TaskSize.options.indexOf(size) + 1] ?? null

/** The next cheaper size, or null below the cheapest. */
export const cheaperThan = (size: TaskSize): TaskSize | null =>
  TaskSize.options[TaskSize.options.indexOf(size) - 1] ?? null

/**
 * By the name that an API gave back: with a date behind it or a platform's prefix before it. A name that is not in the table
 * is taken for the dearest, so that a budget errs on the safe side.
 */
function pricesOf(name: string): Model['bands'] {
  const known = MODELS.find((m) => name.includes(m.id))
  if (known) return known.bands
  return MODELS.reduce((a, b) => (dearness(b) > dearness(a) ? b : a)).bands
}
const dearness = (model: Model) => Math.max(...model.bands.map((b) => Number(b.output)))

/** @returns the exact price of one call, in US dollars. */
export function costOf(model: string, usage: ModelUsage, how: { batch?: boolean } = {}): Decimal {
  const prompt = usage.input + usage.cache_read + usage.cache_write
  const bands = pricesOf(model)
  const band = bands.find((b) => prompt <= (b.up_to_prompt_tokens ?? Infinity)) ?? bands.at(-1)
  if (!band) throw new Error(`${model} has no price.`)
  const sum = new Decimal(band.input)
    .times(usage.input)
    .plus(new Decimal(band.output).times(usage.output))
    .plus(new Decimal(band.cache_read).times(usage.cache_read))
    .plus(new Decimal(band.cache_write_5m).times(usage.cache_write - usage.cache_write_1h))
    .plus(new Decimal(band.cache_write_1h).times(usage.cache_write_1h))
    .div(PER_MILLION)
  return how.batch ? batchPrice(sum) : sum
}

/** What a price is in a message batch. */
export const batchPrice = (amount: Decimal): Decimal => amount.times(BATCH_FACTOR)

/** As executions and contracts carry it: six decimals. */
export const toUsd = (amount: Decimal): string => amount.toFixed(6)

export const addUsage = (a: ModelUsage, b: ModelUsage): ModelUsage => ({
  input: a.input + b.input,
  output: a.output + b.output,
  cache_read: a.cache_read + b.cache_read,
  cache_write: a.cache_write + b.cache_write,
  cache_write_1h: a.cache_write_1h + b.cache_write_1h,
})
