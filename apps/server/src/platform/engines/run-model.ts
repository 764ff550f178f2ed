/** What both model engines do around their conversation with the model: open the run, read the value, name the failure. */
import type { RunCost } from '../runtime/agent.ts'
import { ALL_DEFENCES } from '../safety/defences.ts'
import type { EngineAnswer, EngineNote, EngineTask, EngineWork } from './engine.ts'
import { EngineFailure } from './engine-failure.ts'
import { type ModelRun, startModelRun } from './model-run.ts'
import { toUsd } from './models.ts'
import { correction, readOutput } from './read-output.ts'

/** What the model said when it had done its part. */
export type ModelReply =
  /** Parsed; undefined where it gave none. */
  | { kind: 'value'; raw: unknown }
  /** It will not. What it says of that is its own words, perhaps a stranger's, and goes nowhere. */
  | { kind: 'declined' }
  /** The conversation cannot go on: its answer was cut at the limit, or it asked for too many turns. */
  | { kind: 'unusable'; message: string }
  /** Whoever was to hold the conversation is gone. */
  | { kind: 'gone'; message: string }

export interface Conversation {
  /** Asks, lets the model call its tools, and returns what it gave in the end. */
  ask(words: string): Promise<ModelReply>
}

/** What people read of a refusal. */
export const DECLINED = 'The model declined.'

/** A call of a model without a byte for so long is given up. Milliseconds. */
const SILENCE_MS = 30_000

export interface RunModelOptions {
  engine: string
  silenceMs?: number | undefined
}

/** @param converse opens the conversation and hands it to `use`; it ends the conversation when `use` has returned. */
export async function runModel<T>(
  task: EngineTask<T>,
  { engine, silenceMs = SILENCE_MS }: RunModelOptions,
  converse: (
    run: ModelRun,
    use: (conversation: Conversation, question: string) => Promise<EngineAnswer<T>>,
  ) => Promise<EngineAnswer<T>>,
): Promise<EngineAnswer<T>> {
  task.signal.throwIfAborted()
  const { timeMs } = task.limits
  const { usd, turns } = limitsOf(task)
  const time = AbortSignal.timeout(timeMs)
  const run = startModelRun({
    engine,
    payer: task.payer,
    limits: { deadline: Date.now() + timeMs, usd, calls: turns, silenceMs },
    signal: AbortSignal.any([task.signal, time]),
    tell: (progress) => task.onProgress?.(progress),
  })
  try {
    return await converse(run, (conversation, question) =>
      askForValue(task, run, conversation, question),
    )
  } catch (error) {
    task.signal.throwIfAborted()
    if (error instanceof EngineFailure) throw error
    if (time.aborted)
      throw new EngineFailure(
        'engine.out_of_time',
        `${engine} was not done within ${timeMs / 1000} s.`,
        costOfRun(run),
      )
    throw run.trouble ? troubleFailure(run) : error
  } finally {
    if (run.requests > 0) task.onSpent?.(costOfRun(run))
  }
}

const limitsOf = ({ limits, defences = ALL_DEFENCES }: EngineWork) =>
  defences.has('run_limits') ? limits : { usd: 'Infinity', turns: Number.POSITIVE_INFINITY }

/** Asks once, and once more where the value was wrong. */
async function askForValue<T>(
  task: EngineTask<T>,
  run: ModelRun,
  conversation: Conversation,
  question: string,
): Promise<EngineAnswer<T>> {
  const notes: EngineNote[] = []
  let words = question
  for (;;) {
    run.tell({ kind: 'asking', message: 'The model is asked.' })
    const reply = await conversation.ask(words)
    if (reply.kind === 'declined')
      throw new EngineFailure('engine.declined', DECLINED, costOfRun(run))
    // A refused or broken call can end a conversation that looks well otherwise.
    if (reply.kind !== 'value' || reply.raw === undefined) {
      if (run.trouble) throw troubleFailure(run)
      if (reply.kind === 'gone') throw gone(run, reply.message)
      if (reply.kind === 'unusable')
        throw new EngineFailure('engine.invalid_output', reply.message, costOfRun(run))
    }
    const read = readOutput(task, reply.raw)
    if (read.value !== null) return { value: read.value, cost: costOfRun(run), notes }
    const complaints = read.complaints.join('; ')
    if (notes.length > 0)
      throw new EngineFailure('engine.invalid_output', complaints, costOfRun(run))
    notes.push({ code: 'corrected', message: `The model’s first answer was wrong: ${complaints}` })
    run.tell({ kind: 'correcting', message: 'The answer was wrong; the model is told how.' })
    words = correction(read.complaints)
  }
}

/** The engine itself failed, not its model: a new try may go well. */
export const gone = (run: ModelRun, message: string): EngineFailure =>
  new EngineFailure('engine.unavailable', message, costOfRun(run), { again: true })

const costOfRun = (run: ModelRun): RunCost => ({
  engine: run.engine,
  model: run.model,
  tokens: {
    input: run.usage.input,
    output: run.usage.output,
    cache_read: run.usage.cache_read,
    cache_write: run.usage.cache_write,
  },
  costUsd: toUsd(run.spent),
})

function troubleFailure(run: ModelRun): EngineFailure {
  const { trouble } = run
  const cost = costOfRun(run)
  switch (trouble?.kind) {
    case 'refused': {
      const { code, message, instead, ask = null } = trouble.refusal
      return new EngineFailure('engine.over_budget', message, cost, {
        stop: instead === 'downgrade' ? null : code,
        ask,
      })
    }
    case 'rate_limited':
      return new EngineFailure('engine.rate_limited', trouble.message, cost)
    case 'rejected':
      return new EngineFailure('engine.rejected', trouble.message, cost)
    default:
      return new EngineFailure('engine.unavailable', trouble?.message ?? 'No answer.', cost, {
        again: trouble?.midway ?? false,
      })
  }
}
