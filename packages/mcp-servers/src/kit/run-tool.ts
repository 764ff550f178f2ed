/** One call of a tool, from arguments to answer: checked, timed, cut, counted; whatever fails is told in words. */
import {
  type CallToolResult,
  type ContentBlock,
  ElicitResultSchema,
} from '@modelcontextprotocol/sdk/types.js'
import type { Confirmation, Tool, ToolCall } from './define-tool.ts'
import type { RequestExtra } from './sdk-types.ts'
import type { CallLog, ServerLog } from './server-log.ts'
import { describeToolError, invalidArguments, ToolError } from './tool-error.ts'
import type { CallOutcome, ToolMetrics } from './tool-metrics.ts'
import { fitAnswer } from './truncation.ts'

export interface CallSurroundings {
  server: string
  log: ServerLog
  metrics: ToolMetrics
  /** What the tool logs goes to the client, too, if its level asks for it. */
  tellClient: (
    level: keyof CallLog,
    message: string,
    data: Record<string, unknown> | undefined,
    extra: RequestExtra,
  ) => void
  /** Whether the client shows questions to its person. */
  canAsk: () => boolean
}

/** Never throws: a tool's failure is an answer with `isError`. */
export async function runTool(
  tool: Tool,
  args: Record<string, unknown>,
  extra: RequestExtra,
  around: CallSurroundings,
): Promise<CallToolResult> {
  const startedAt = performance.now()
  const time = AbortSignal.timeout(tool.timeoutMs)
  const parts: ContentBlock[] = []
  let outcome: CallOutcome = 'ok'
  let result: CallToolResult
  try {
    const call = createCall(tool, AbortSignal.any([extra.signal, time]), parts, extra, around)
    const answer = await performTool(tool, args, call)
    const text = JSON.stringify(answer)
    result = { content: [{ type: 'text', text }, ...parts], structuredContent: answer }
  } catch (thrown) {
    const failure = judge(tool, thrown, extra.signal.aborted, time.aborted, around)
    outcome = failure.outcome
    result = { content: [{ type: 'text', text: failure.text }], isError: true }
  }
  const seconds = (performance.now() - startedAt) / 1000
  const characters = result.content.reduce((sum, c) => sum + ('text' in c ? c.text.length : 0), 0)
  around.metrics.called({ tool: tool.name, outcome, seconds, characters })
  around.log.write('debug', 'A tool was called', { tool: tool.name, outcome, seconds, characters })
  return result
}

/** Input checked, run, answer checked and cut to fit. @throws ToolError; whatever else the tool throws. */
export async function performTool(
  tool: Tool,
  args: Record<string, unknown>,
  call: ToolCall,
): Promise<Record<string, unknown>> {
  const input = tool.input.safeParse(withoutBlanks(tool, args))
  if (!input.success) {
    throw invalidArguments(tool.name, Object.keys(tool.input.shape), input.error.issues)
  }
  call.signal.throwIfAborted()
  const answer = tool.output.parse(await unlessAborted(tool.run(input.data, call), call.signal))
  const fitted = fitAnswer(answer, tool.maxAnswer)
  if (fitted) return fitted
  throw new ToolError(`The answer of ${tool.name} is too long to be shown.`, {
    code: 'answer.too_long',
    hint: 'Ask for less: a filter, a smaller limit, one entry.',
  })
}

/** Models write null or "" for what they leave out: where the tool could not take that, it is left out. */
function withoutBlanks(tool: Tool, args: Record<string, unknown>): Record<string, unknown> {
  const isBlank = ([key, value]: [string, unknown]) => {
    const field = tool.input.shape[key]
    if (!field || (value !== null && value !== '')) return false
    return field.safeParse(undefined).success && !field.safeParse(value).success
  }
  return Object.fromEntries(Object.entries(args).filter((entry) => !isBlank(entry)))
}

/** A tool that does not listen to its signal is not waited for. */
async function unlessAborted<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  const { promise: aborted, reject } = Promise.withResolvers<never>()
  const onAbort = () => reject(signal.reason)
  signal.addEventListener('abort', onAbort, { once: true })
  try {
    return await Promise.race([work, aborted])
  } finally {
    signal.removeEventListener('abort', onAbort)
    // It may still fail later, when nobody listens.
    work.catch(() => undefined)
  }
}

function createCall(
  tool: Tool,
  signal: AbortSignal,
  parts: ContentBlock[],
  extra: RequestExtra,
  around: CallSurroundings,
): ToolCall {
  const level = (name: keyof CallLog) => (message: string, data?: Record<string, unknown>) => {
    around.log.write(name, message, { tool: tool.name, ...data })
    around.tellClient(name, message, data, extra)
  }
  return {
    signal,
    progress: createProgress(extra, around),
    log: {
      debug: level('debug'),
      info: level('info'),
      warning: level('warning'),
      error: level('error'),
    },
    attach: (part) => void parts.push(part),
    confirm: (question) => (around.canAsk() ? confirm(question, signal, tool, extra) : CANNOT),
    request: extra,
  }
}

const CANNOT = Promise.resolve<Confirmation>('cannot')

async function confirm(
  message: string,
  signal: AbortSignal,
  { timeoutMs }: Tool,
  extra: RequestExtra,
): Promise<Confirmation> {
  const confirmed = { type: 'boolean' as const, title: 'Yes', default: false }
  const { action, content } = await extra.sendRequest(
    {
      method: 'elicitation/create',
      params: {
        mode: 'form',
        message,
        requestedSchema: { type: 'object', properties: { confirmed }, required: ['confirmed'] },
      },
    },
    ElicitResultSchema,
    { signal, timeout: timeoutMs },
  )
  return action === 'accept' && content?.confirmed === true ? 'yes' : 'no'
}

function createProgress(extra: RequestExtra, around: CallSurroundings): ToolCall['progress'] {
  const progressToken = extra._meta?.progressToken
  let last = Number.NEGATIVE_INFINITY
  return (done, total, message) => {
    // The specification wants it to grow with every notification.
    if (progressToken === undefined || done <= last) return
    last = done
    const params = {
      progressToken,
      progress: done,
      ...(total === undefined ? {} : { total }),
      ...(message === undefined ? {} : { message }),
    }
    extra
      .sendNotification({ method: 'notifications/progress', params })
      .catch((error) =>
        around.log.write('debug', 'Progress was not sent', { error: String(error) }),
      )
  }
}

/** What the failure is, for the caller and for the log. */
function judge(
  tool: Tool,
  thrown: unknown,
  isCancelled: boolean,
  isLate: boolean,
  { server, log }: CallSurroundings,
): { outcome: CallOutcome; text: string } {
  // The client has stopped listening; the words are for the log.
  if (isCancelled) return { outcome: 'cancelled', text: 'Cancelled.' }
  if (thrown instanceof ToolError) {
    const outcome = thrown.code === 'arguments.invalid' ? 'invalid' : 'failed'
    return { outcome, text: describeToolError(thrown) }
  }
  if (isLate) {
    const after = `${tool.name} gave no answer within ${tool.timeoutMs / 1000} s and was stopped.`
    const hint =
      tool.effect === 'read'
        ? 'Try again, or ask for less.'
        : 'Look whether it was done before you try again.'
    return { outcome: 'timeout', text: `${after}\n${hint}` }
  }
  const id = crypto.randomUUID().slice(0, 8)
  const error = thrown instanceof Error ? (thrown.stack ?? thrown.message) : String(thrown)
  log.write('error', 'A tool failed', { tool: tool.name, id, error })
  return {
    outcome: 'error',
    text: `${tool.name} failed inside the server ${server}. Its log has the reason under ${id}.`,
  }
}
