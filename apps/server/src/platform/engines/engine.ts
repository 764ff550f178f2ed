/**
 * An engine answers one question: given instructions, data, tools and a schema, return a value of that schema and what it cost.
 * A model answers (claude-code, anthropic-api), a function of ours (baseline), or a script (tests); engine.contract.ts says
 * what all of them keep to.
 */
import type { ExecutionActivity } from '@insa/contracts'
import { z } from 'zod'
import type { ModelTools } from '../gateway/model-tools.ts'
import type { RunCost } from '../runtime/agent.ts'
import type { Defences } from '../safety/defences.ts'
import type { Payer } from './model-meter.ts'
import type { TaskSize } from './models.ts'

export type EngineProgress = ExecutionActivity

/** A piece of a prompt under its own heading. */
export interface PromptPart {
  title: string
  text: string
}

export interface EngineLimits {
  /** Times that the model is asked, the answers to its tool calls included. */
  turns: number
  /** Milliseconds for everything: retries, corrections, a stronger model. */
  timeMs: number
  /** Tokens of one answer of the model. */
  outputTokens: number
  /** US dollars for everything. */
  usd: string
}

/** What a model is asked for when it cannot give the value itself, and how code makes the value of it. */
export interface ModelOutput<T> {
  schema: z.ZodType
  /** @throws ZodError when the model's value is none of the schema. */
  read(raw: unknown): { value: T; complaints: string[] }
}

/** What is to be done; EngineTask says what is to come out. */
export interface EngineWork {
  /** Names the kind of task; the baseline has one plain function for each. */
  name: string
  size: TaskSize
  /** What to do and how: the agent's `.prompt.md`. */
  instructions: string
  /** What stands for many runs. The same bytes for each, so that the model's cache keeps them. */
  standing: readonly PromptPart[]
  /** This run's question in our own words. */
  question: string
  /** This run's words from outside; a model gets them behind a fence. */
  outside: readonly PromptPart[]
  /** The same, for a function of ours. */
  data: unknown
  /** What a model may call; null where there is nothing to look up. */
  tools: ModelTools | null
  limits: EngineLimits
  /** All of them, but in the attack gate. */
  defences?: Defences
  payer: Payer
  signal: AbortSignal
  /** What it is doing, in our own words, for whoever watches. */
  onProgress?: (progress: EngineProgress) => void
  /** What each conversation with a model has cost when it is over, well or badly. */
  onSpent?: (cost: RunCost) => void
}

export interface EngineTask<T> extends EngineWork {
  output: z.ZodType<T>
  /** Left out where a model is asked for `output` itself. */
  modelOutput?: ModelOutput<T>
  /** How sure code is of a model's value beside our own engine's, 0–1; a stronger model is asked where it is low. */
  confidence?: (value: T, second: T) => number
}

/** What a person should know of how the value came about. */
export interface EngineNote {
  code: 'corrected' | 'escalated' | 'cheaper_model' | 'fallback'
  message: string
}

export interface EngineAnswer<T> {
  value: T
  cost: RunCost
  notes: EngineNote[]
  /** What our own engine says beside a model; null where there is no model, or no such function. */
  second?: T | null
}

export interface Engine {
  readonly name: string
  /** It asks no model: asking it again costs nothing. */
  readonly isFree?: boolean
  /** Items of batches may wait for its answers, for less money (Message Batches). */
  readonly offPeak?: boolean
  /** As `run`, for a run that can wait: it goes to rest until there is an answer. @throws Suspension meanwhile. */
  runLater?<T>(task: EngineTask<T>): Promise<EngineAnswer<T>>
  /** @throws EngineFailure when it has no value to give; the signal's reason when it was aborted. */
  run<T>(task: EngineTask<T>): Promise<EngineAnswer<T>>
  /** Left alone for a while, because it failed several times in a row. */
  isResting?(): boolean
  /** Ends what it keeps running. */
  close(): Promise<void>
}

/** How a model's value is asked for and read, `modelOutput` or not. */
export function modelOutputOf<T>({ output, modelOutput }: EngineTask<T>): ModelOutput<T> {
  return (
    modelOutput ?? { schema: output, read: (raw) => ({ value: output.parse(raw), complaints: [] }) }
  )
}

/** The schema as a model's API takes it. */
export function toJsonSchema(schema: z.ZodType): Record<string, unknown> {
  const { $schema: _, ...rest } = z.toJSONSchema(schema, { target: 'draft-7', io: 'input' })
  return rest
}
