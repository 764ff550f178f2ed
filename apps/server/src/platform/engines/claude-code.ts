/** Claude Code by the Agent SDK: the real binary, a fresh session for each run, nothing in its hands but our facades. */
import type { SDKMessage, SDKResultMessage } from '@anthropic-ai/claude-agent-sdk'
import type { OfferedTool } from '../gateway/gateway.ts'
import { ALL_DEFENCES } from '../safety/defences.ts'
import { buildPrompt, fencedAnswer, type Prompt } from './build-prompt.ts'
import type { Hands } from './claude-facades.ts'
import { type ClaudePool, createClaudePool } from './claude-pool.ts'
import { type ClaudeProcess, type ClaudeShape, startClaudeProcess } from './claude-process.ts'
import {
  type Engine,
  type EngineTask,
  type EngineWork,
  modelOutputOf,
  toJsonSchema,
} from './engine.ts'
import type { ModelCalls } from './model-calls.ts'
import { startModelProxy } from './model-proxy.ts'
import type { ModelRun } from './model-run.ts'
import { modelFor } from './models.ts'
import { type Conversation, gone, type ModelReply, runModel } from './run-model.ts'

export interface ClaudeCodeDeps {
  calls: ModelCalls
  /** Processes kept ready. */
  keep: number
  /** The home of the person whose login is used; null: the site's own key, which only our proxy knows. */
  loginHome?: string | null
  onError: (error: unknown) => void
  /** How long a call of the model may be silent. Milliseconds. */
  silenceMs?: number
  /** Told of each process that a run uses: for tests. */
  onProcess?: (process: ClaudeProcess) => void
}

export interface ClaudeCodeEngine extends Engine {
  pool: Pick<ClaudePool, 'stats'>
}

/** Claude Code's own tool for structured output: neither ours nor forbidden. */
const STRUCTURED_OUTPUT = 'StructuredOutput'

/** What the binary could do by itself; the attack gate shows what that would come to. */
const BUILT_IN_TOOLS = ['Bash', 'Read', 'Edit']

/** Nothing is started before the first run. */
export function createClaudeCodeEngine(deps: ClaudeCodeDeps): ClaudeCodeEngine {
  const name = 'claude-code'
  let proxy: ReturnType<typeof startModelProxy> | undefined
  const pool = createClaudePool({
    keep: deps.keep,
    onError: deps.onError,
    start: async (shape) => {
      proxy ??= startModelProxy(deps.calls)
      return startClaudeProcess({ proxy: await proxy, loginHome: deps.loginHome ?? null }, shape)
    },
  })
  return {
    name,
    pool,
    run: (task) =>
      runModel(task, { engine: name, silenceMs: deps.silenceMs }, async (run, use) => {
        const prompt = buildPrompt(task)
        const tools = (await task.tools?.list()) ?? []
        const process = await take(pool, shapeOf(task, prompt, tools), run)
        // Whatever it is doing: a cancelled run's process dies at once.
        const kill = () => void process.close().catch(deps.onError)
        run.signal.addEventListener('abort', kill, { once: true })
        try {
          run.signal.throwIfAborted()
          deps.onProcess?.(process)
          process.door.use(run)
          process.give(handsOf(task, run, prompt))
          return await use(openConversation(task, run, process, tools), prompt.question)
        } finally {
          run.signal.removeEventListener('abort', kill)
          await process.close()
        }
      }),
    async close() {
      await pool.close()
      await (await proxy)?.stop()
    },
  }
}

/** A run that is over does not wait for its process; one that comes too late is ended. */
async function take(pool: ClaudePool, shape: ClaudeShape, run: ModelRun): Promise<ClaudeProcess> {
  const taken = pool.take(shape)
  const { promise: over, reject } = Promise.withResolvers<never>()
  const end = () => reject(run.signal.reason)
  run.signal.addEventListener('abort', end, { once: true })
  try {
    return await Promise.race([taken, over])
  } catch (error) {
    if (!run.signal.aborted) throw gone(run, `Claude Code did not start: ${String(error)}`)
    void taken.then((late) => late.close()).catch(() => undefined)
    throw error
  } finally {
    run.signal.removeEventListener('abort', end)
  }
}

const shapeOf = <T>(
  task: EngineTask<T>,
  { system }: Prompt,
  tools: readonly OfferedTool[],
): ClaudeShape => {
  const { id, effort } = modelFor(task.size)
  const { defences = ALL_DEFENCES } = task
  return {
    model: { id, effort },
    system,
    tools,
    schema: toJsonSchema(modelOutputOf(task).schema),
    outputTokens: defences.has('output_limit') ? task.limits.outputTokens : null,
    turns: defences.has('run_limits') ? task.limits.turns : null,
    builtIn: defences.has('no_built_in_tools') ? [] : BUILT_IN_TOOLS,
  }
}

const handsOf = (task: EngineWork, run: ModelRun, { fence }: Prompt): Hands => ({
  async call(name, args) {
    run.tell({ kind: 'tool', message: `The model calls ${name}.` })
    run.signal.throwIfAborted()
    const answer = await (task.tools?.call(name, args) ?? { content: 'No tools.', isError: true })
    return { content: fencedAnswer(fence, name, answer.content), isError: answer.isError }
  },
})

function openConversation(
  task: EngineWork,
  run: ModelRun,
  process: ClaudeProcess,
  tools: readonly OfferedTool[],
): Conversation {
  const known = new Set([STRUCTURED_OUTPUT, ...tools.map((t) => t.name)])
  return {
    async ask(words) {
      let result: SDKResultMessage | null = null
      try {
        for await (const message of process.say(words)) {
          for (const call of callsOf(message)) {
            // Claude Code turns an unknown tool down by itself; the gateway writes down that it was tried.
            if (!known.has(call.name)) await task.tools?.call(call.name, call.args)
          }
          if (message.type === 'result') result = message
        }
      } catch (error) {
        run.signal.throwIfAborted()
        // After a result that is an error the SDK throws it once more.
        if (!result) return { kind: 'gone', message: `Claude Code broke off: ${String(error)}` }
      }
      run.signal.throwIfAborted()
      return replyOf(result)
    },
  }
}

function* callsOf(message: SDKMessage): Generator<{ name: string; args: Record<string, unknown> }> {
  if (message.type !== 'assistant') return
  for (const block of message.message.content)
    if (block.type === 'tool_use')
      yield { name: block.name, args: block.input as Record<string, unknown> }
}

/** An exhausted run can call itself a success: `is_error` decides. */
function replyOf(result: SDKResultMessage | null): ModelReply {
  if (result === null) return { kind: 'gone', message: 'Claude Code ended without a result.' }
  if (result.stop_reason === 'refusal') return { kind: 'declined' }
  if (result.subtype !== 'success')
    return { kind: 'unusable', message: [result.subtype, ...result.errors].join(': ') }
  if (result.is_error) return { kind: 'unusable', message: result.result }
  return { kind: 'value', raw: result.structured_output }
}
