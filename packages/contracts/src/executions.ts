/** Executions: every run of an agent is a row, and each of its steps is one. */
import { z } from 'zod'
import { FieldProblem, Instant, ListQuery, pageOf, Uuid } from './common.ts'

export const ExecutionStatus = z
  .enum(['queued', 'running', 'waiting_approval', 'succeeded', 'failed', 'cancelled'])
  .meta({ id: 'ExecutionStatus' })
export type ExecutionStatus = z.infer<typeof ExecutionStatus>

/** The statuses that never change again. */
export const FINAL_STATUSES: readonly ExecutionStatus[] = ['succeeded', 'failed', 'cancelled']

export const StepKind = z.enum(['tool', 'engine', 'code', 'store', 'effect'])
export type StepKind = z.infer<typeof StepKind>

/**
 * `unknown`: an effect was begun and the process died before it was seen to end; a person decides. `replayed`: answered from
 * the record of another run, or not done, because a replay touches nothing.
 */
export const StepStatus = z.enum([
  'running',
  'waiting_approval',
  'succeeded',
  'failed',
  'unknown',
  'replayed',
])
export type StepStatus = z.infer<typeof StepStatus>

export const ExecutionStep = z
  .strictObject({
    seq: z.int(),
    kind: StepKind,
    name: z.string(),
    status: StepStatus,
    started_at: Instant,
    /** Milliseconds; null while it runs. */
    duration_ms: z.number().nullable(),
    summary: z.string(),
  })
  .meta({ id: 'ExecutionStep' })
export type ExecutionStep = z.infer<typeof ExecutionStep>

export const ExecutionError = z
  .strictObject({
    code: z.string(),
    message: z.string(),
    errors: z.array(FieldProblem).optional(),
  })
  .meta({ id: 'ExecutionError' })
export type ExecutionError = z.infer<typeof ExecutionError>

/** How far long work is, in its own unit (rows of an import). */
export const ExecutionProgress = z.strictObject({
  done: z.int(),
  total: z.int(),
  unit: z.string(),
})
export type ExecutionProgress = z.infer<typeof ExecutionProgress>

/** What a run is doing inside a step, for whoever watches it: the model is asked, thinks, calls a tool. Not kept with the run. */
export const ExecutionActivity = z.strictObject({
  kind: z.enum([
    'asking',
    'thinking',
    'writing',
    'tool',
    'retrying',
    'correcting',
    'escalating',
    'falling_back',
  ]),
  /** One line for people. */
  message: z.string(),
})
export type ExecutionActivity = z.infer<typeof ExecutionActivity>

export const TokensUsed = z.strictObject({
  input: z.int(),
  output: z.int(),
  cache_read: z.int(),
  cache_write: z.int(),
})
export type TokensUsed = z.infer<typeof TokensUsed>

export const Execution = z
  .strictObject({
    id: Uuid,
    agent_type: z.string(),
    status: ExecutionStatus,
    input_data: z.record(z.string(), z.unknown()),
    output_data: z.record(z.string(), z.unknown()).nullable(),
    error: ExecutionError.nullable(),
    progress: ExecutionProgress.nullable(),
    engine: z.string(),
    model: z.string().nullable(),
    tokens_used: TokensUsed,
    /** US dollars, six decimals, as a string. */
    cost_usd: z.string().regex(/^\d+\.\d{6}$/),
    attempts: z.int(),
    correlation_id: z.string(),
    triggered_by: z.string(),
    /** The run that fed it: whose event or work began it, or which it repeats. */
    fed_by: Uuid.nullable(),
    lead_id: Uuid.nullable(),
    customer_id: Uuid.nullable(),
    /** Of which run it is a replay, and what was changed for it; null for a run that is none. */
    replay: z
      .strictObject({
        of: Uuid,
        engine: z.string().nullable(),
        model: z.string().nullable(),
        /** Whether another prompt was given. */
        prompt: z.boolean(),
      })
      .nullable(),
    created_at: Instant,
    started_at: Instant.nullable(),
    finished_at: Instant.nullable(),
    steps: z.array(ExecutionStep),
  })
  .meta({ id: 'Execution' })
export type Execution = z.infer<typeof Execution>

/** A run that an agent outside of INSA CRM has ended: kept beside ours. Its cost is its own report, and no part of our ledger. */
export const ExecutionRecord = z
  .strictObject({
    /** `external_…`: nobody takes it for one of ours. */
    agent_type: z
      .string()
      .regex(/^external_[a-z0-9]+(_[a-z0-9]+)*$/, 'Must begin with external_, in snake_case.')
      .max(80),
    status: z.enum(['succeeded', 'failed', 'cancelled']),
    input_data: z.record(z.string(), z.unknown()).default({}),
    output_data: z.record(z.string(), z.unknown()).nullable().default(null),
    error: ExecutionError.nullable().default(null),
    engine: z.string().trim().min(1).max(40),
    model: z.string().trim().min(1).max(80).nullable().default(null),
    tokens_used: TokensUsed.default({ input: 0, output: 0, cache_read: 0, cache_write: 0 }),
    cost_usd: z
      .string()
      .regex(/^\d{1,6}(\.\d{1,6})?$/, 'US dollars as a decimal string.')
      .default('0'),
    lead_id: Uuid.nullable().default(null),
    customer_id: Uuid.nullable().default(null),
    started_at: Instant,
    finished_at: Instant,
  })
  .refine((e) => e.started_at <= e.finished_at, {
    path: ['finished_at'],
    message: 'Must not be before started_at.',
  })
  .meta({ id: 'ExecutionRecord' })
export type ExecutionRecord = z.infer<typeof ExecutionRecord>

/** As a list shows it: without its steps, and with the name of the lead that it is about. */
export const ListedExecution = Execution.extend({
  /** Company, person or address, as the lead has it now; null where there is no lead. */
  lead_title: z.string().nullable(),
}).meta({ id: 'ListedExecution' })
export type ListedExecution = z.infer<typeof ListedExecution>

/**
 * Runs a finished execution again from its journal: what its tools answered is read from the record, and nothing is stored,
 * written or sent. What is left out stays as the site has it now.
 */
export const ReplayInput = z
  .strictObject({
    engine: z.string().min(1).max(40).optional(),
    model: z.string().min(1).max(80).optional(),
    prompt: z.string().trim().min(1).max(100_000).optional(),
  })
  .meta({ id: 'ReplayInput' })
export type ReplayInput = z.infer<typeof ReplayInput>

/** What a replay of an execution can change. */
export const ReplayOptions = z
  .strictObject({
    engines: z.array(z.string()),
    /** For the engines that ask a model. */
    models: z.array(z.string()),
    /** What the agent is told now; null where it asks no engine. */
    prompt: z.string().nullable(),
  })
  .meta({ id: 'ReplayOptions' })
export type ReplayOptions = z.infer<typeof ReplayOptions>

export const ExecutionListQuery = ListQuery.extend({
  sort: z.enum(['-created_at', 'created_at']).default('-created_at'),
  q: z.string().trim().max(200).optional(),
  agent_type: z.string().max(80).optional(),
  status: ExecutionStatus.optional(),
  lead_id: Uuid.optional(),
  customer_id: Uuid.optional(),
  /** Only replays of this execution. */
  replay_of: Uuid.optional(),
})
export type ExecutionListQuery = z.infer<typeof ExecutionListQuery>

/** A kind of agent, with its kill switch. */
const MaxRunning = z.int().min(1).max(1_000)
const MaxStarts = z.int().min(1).max(100_000)

/** What an organization allows of an agent, or of all together; null: as much as there is room for. */
export const AgentLimits = z
  .strictObject({
    /** Executions that run at the same time. */
    max_running: MaxRunning.nullable(),
    /** Executions that are started in any minute. */
    max_starts_per_minute: MaxStarts.nullable(),
  })
  .meta({ id: 'AgentLimits' })
export type AgentLimits = z.infer<typeof AgentLimits>

export const Agent = z
  .strictObject({
    type: z.string(),
    title: z.string(),
    description: z.string(),
    /** The tools that it may call, by full name. */
    tools: z.array(z.string()),
    enabled: z.boolean(),
    ...AgentLimits.shape,
  })
  .meta({ id: 'Agent' })
export type Agent = z.infer<typeof Agent>

/** What is left out stays as it is. */
export const AgentPatch = z
  .strictObject({ enabled: z.boolean(), ...AgentLimits.shape })
  .partial()
  .refine((patch) => Object.keys(patch).length > 0, 'Nothing to change.')
  .meta({ id: 'AgentPatch' })
export type AgentPatch = z.infer<typeof AgentPatch>

/** The switch above those of the single agents, and what is allowed of all together. */
export const AllAgents = z
  .strictObject({ enabled: z.boolean(), ...AgentLimits.shape })
  .meta({ id: 'AllAgents' })

/** `all_enabled`: the switch above those of the single agents; `all_limits`: what is allowed of all together. */
export const AgentPage = pageOf(Agent)
  .extend({ all_enabled: z.boolean(), all_limits: AgentLimits })
  .meta({ id: 'AgentPage' })
export type AgentPage = z.infer<typeof AgentPage>
