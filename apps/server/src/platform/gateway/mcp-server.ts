/** One MCP server, kept alive: started, listed, looked after, started again when it dies, left alone while it only fails. */
import { setTimeout as sleep } from 'node:timers/promises'
import { isDeepStrictEqual } from 'node:util'
import type { CallToolResult } from '@modelcontextprotocol/sdk/types.js'
import type { Logger } from 'pino'
import { type CircuitBreaker, type CircuitState, createCircuitBreaker } from './circuit-breaker.ts'
import type { McpServerConfig } from './mcp-config.ts'
import type { ConnectOptions, McpConnection } from './mcp-connection.ts'
import { judgeFailure, wordsOf } from './mcp-failure.ts'
import { readDefinitions, type ToolDefinition } from './mcp-tools.ts'
import { ToolUnavailable } from './tool-errors.ts'

/** `waiting`: it could not be started or died, and is tried again later. */
export type McpServerStatus = 'stopped' | 'starting' | 'ready' | 'waiting'

export interface McpServerState {
  status: McpServerStatus
  serverInfo: string | null
  pid: number | null
  /** Since when it has been up. */
  startedAt: Date | null
  /** How often it was started again. */
  restarts: number
  lastError: string | null
  /** When it is tried again, while it waits. */
  retryAt: Date | null
  circuit: CircuitState
}

export interface McpServerDeps {
  connect: (config: McpServerConfig, options: ConnectOptions) => Promise<McpConnection>
  childEnvironment: Record<string, string>
  logger: Logger
  timing?: McpTiming
}

/** All in milliseconds. */
export interface McpTiming {
  /** Between two looks at whether it answers and lists the same. */
  healthEveryMs: number
  /** Between two looks that it asks for itself: one that cries change without end is not obeyed faster. */
  lookAgainMs: number
  /** From the beginning of a start: whoever wants to use it waits no longer. */
  longestWaitMs: number
  firstRetryMs: number
  lastRetryMs: number
  circuitRestMs: number
}

const TIMING: McpTiming = {
  healthEveryMs: 30_000,
  lookAgainMs: 1_000,
  longestWaitMs: 10_000,
  firstRetryMs: 1_000,
  lastRetryMs: 60_000,
  circuitRestMs: 30_000,
}
const CIRCUIT_FAILURES = 5

/** A server's life. What it listed last stays while it is down, so that an agent's list does not flicker. */
export class McpServer {
  readonly config: McpServerConfig
  private readonly deps: McpServerDeps
  private readonly timing: McpTiming
  private readonly circuit: CircuitBreaker
  private status: McpServerStatus = 'stopped'
  private connection: McpConnection | null = null
  private opening = new AbortController()
  private listed: readonly ToolDefinition[] | null = null
  private startedAt: Date | null = null
  private starts = 0
  private failures = 0
  private lastError: string | null = null
  private retryAt: Date | null = null
  private timer: NodeJS.Timeout | undefined
  private starting: Promise<void> = Promise.resolve()
  private beganAt = 0
  /** Which start the callbacks of a connection belong to: those of an earlier one mean nothing any more. */
  private epoch = 0
  private lookedAt = Number.NEGATIVE_INFINITY
  /** It says that something has changed, and is looked at in a moment. */
  private lookSoon = false

  constructor(config: McpServerConfig, deps: McpServerDeps) {
    this.config = config
    this.deps = deps
    this.timing = deps.timing ?? TIMING
    this.circuit = createCircuitBreaker({
      failures: CIRCUIT_FAILURES,
      restMs: this.timing.circuitRestMs,
      now: () => performance.now(),
    })
  }

  /** Whether it can be called right now. */
  isUp(): boolean {
    const { status, circuit } = this.state()
    return status === 'ready' && circuit !== 'open'
  }

  state(): McpServerState {
    return {
      status: this.status,
      serverInfo: this.connection?.serverInfo ?? null,
      pid: this.connection?.pid ?? null,
      startedAt: this.startedAt,
      restarts: Math.max(this.starts - 1, 0),
      lastError: this.lastError,
      retryAt: this.retryAt,
      circuit: this.circuit.state,
    }
  }

  /** What it listed last, also while it is down; null before the first time. */
  definitions(): readonly ToolDefinition[] | null {
    return this.listed
  }

  /** Begins to start it, if it is not up; who wants to use it waits with `settled`. */
  start(): void {
    if (this.status === 'starting' || this.status === 'ready') return
    this.status = 'starting'
    this.retryAt = null
    this.starts += 1
    this.beganAt = performance.now()
    this.starting = this.open()
  }

  /** Resolves when it is no longer starting, or takes so long that nobody should wait for it: a run has other tools. */
  async settled(): Promise<void> {
    const left = this.beganAt + this.timing.longestWaitMs - performance.now()
    if (this.status !== 'starting' || left <= 0) return
    const over = new AbortController()
    const late = sleep(left, undefined, { signal: over.signal, ref: false }).catch(() => undefined)
    await Promise.race([this.starting, late])
    over.abort()
  }

  /** Ends it and starts it anew. */
  async restart(): Promise<void> {
    await this.stop()
    this.failures = 0
    this.circuit.reset()
    this.start()
    await this.settled()
  }

  async stop(): Promise<void> {
    this.status = 'stopped'
    await this.leave()
  }

  /** @throws ToolUnavailable, ToolFateUnknown, AgentFailure `tool.failed` with the server's words. */
  async call(
    tool: string,
    args: Record<string, unknown>,
    signal: AbortSignal,
  ): Promise<CallToolResult> {
    await this.settled()
    const { connection, circuit } = this
    const { name } = this.config
    if (!connection || this.status !== 'ready')
      throw new ToolUnavailable(`${name} is down: ${this.lastError ?? this.status}.`)
    if (!circuit.admits()) throw new ToolUnavailable(`${name} keeps failing and rests.`)
    try {
      const answer = await connection.call(tool, args, signal)
      circuit.succeeded()
      return answer
    } catch (error) {
      const { failure, isHealthy } = judgeFailure(error, name, signal.aborted)
      if (isHealthy) circuit.succeeded()
      else circuit.failed()
      throw failure
    }
  }

  private async open(): Promise<void> {
    this.epoch += 1
    this.lookSoon = false
    const mine = this.epoch
    const isMine = () => mine === this.epoch
    this.opening = new AbortController()
    try {
      const opened = await this.deps.connect(this.config, {
        signal: this.opening.signal,
        childEnvironment: this.deps.childEnvironment,
        onClose: () => {
          if (isMine() && this.status === 'ready') this.fail(new Error('It ended.'))
        },
        onToolsChanged: () => {
          if (isMine() && this.status === 'ready') this.lookAtChange(mine)
        },
      })
      if (!isMine()) return void (await opened.close().catch(() => undefined))
      this.connection = opened
      const definitions = readDefinitions(await opened.list())
      if (!isMine()) return
      this.take(definitions)
      this.status = 'ready'
      this.startedAt = new Date()
      this.lastError = null
      this.later(this.timing.healthEveryMs, () => void this.look(mine))
    } catch (error) {
      if (isMine()) this.fail(error)
    }
  }

  /** Whether it still answers, and what it lists now: a server may change without a word. */
  private async look(mine: number): Promise<void> {
    this.lookedAt = performance.now()
    this.lookSoon = false
    try {
      await this.connection?.ping()
      const listed = await this.connection?.list()
      if (mine !== this.epoch || !listed) return
      this.take(readDefinitions(listed))
      this.failures = 0
      const { lookAgainMs, healthEveryMs } = this.timing
      this.later(this.lookSoon ? lookAgainMs : healthEveryMs, () => void this.look(mine))
    } catch (error) {
      if (mine === this.epoch) this.fail(error)
    }
  }

  private lookAtChange(mine: number): void {
    if (this.lookSoon) return
    const wait = this.lookedAt + this.timing.lookAgainMs - performance.now()
    if (wait <= 0) return void this.look(mine)
    this.lookSoon = true
    this.later(wait, () => void this.look(mine))
  }

  /** The same set stays the same object: what was made of it is kept by it. */
  private take(definitions: readonly ToolDefinition[]): void {
    if (!isDeepStrictEqual(this.listed, definitions)) this.listed = definitions
  }

  private fail(error: unknown): void {
    void this.leave()
    this.failures += 1
    this.lastError = wordsOf(error)
    this.status = 'waiting'
    const { firstRetryMs, lastRetryMs } = this.timing
    const delay = Math.min(firstRetryMs * 2 ** (this.failures - 1), lastRetryMs)
    this.retryAt = new Date(Date.now() + delay)
    this.deps.logger.warn(
      { server: this.config.name, reason: this.lastError },
      'An MCP server is down',
    )
    this.later(delay, () => this.start())
  }

  private async leave(): Promise<void> {
    this.epoch += 1
    clearTimeout(this.timer)
    const left = this.connection
    this.connection = null
    this.startedAt = null
    this.retryAt = null
    this.opening.abort()
    // One that is still starting ends as well: its process would outlive us.
    await Promise.all([left?.close().catch(() => undefined), this.starting])
  }

  private later(ms: number, work: () => void): void {
    clearTimeout(this.timer)
    this.timer = setTimeout(work, ms)
    this.timer.unref()
  }
}
