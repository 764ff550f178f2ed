/**
 * One Claude Code process: started with nothing of this machine but what is named here, no tool but our facades, its model
 * behind our proxy. It serves one conversation and is gone.
 */
import { type ChildProcess, spawn } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import {
  type Options,
  type SDKMessage,
  type SDKUserMessage,
  startup,
  type WarmQuery,
} from '@anthropic-ai/claude-agent-sdk'
import type { OfferedTool } from '../gateway/gateway.ts'
import { createFacades, type Hands } from './claude-facades.ts'
import type { ModelProxy, ProxyDoor } from './model-proxy.ts'
import type { Model } from './models.ts'

/** What is fixed when a process starts: runs that share it can use the same. */
export interface ClaudeShape {
  model: Pick<Model, 'id' | 'effort'>
  system: string
  tools: readonly OfferedTool[]
  schema: Record<string, unknown>
  /** null: as many as the binary asks for by itself. */
  outputTokens: number | null
  /** null: no end. */
  turns: number | null
  /** Tools of the binary's own; none, but in the attack gate. */
  builtIn: readonly string[]
}

export interface ClaudeProcess {
  readonly pid: number
  readonly door: ProxyDoor
  /** From now on its tools are these. */
  give(hands: Hands): void
  /** Says something and reads on to the end of the turn. Once a turn has ended, the next may begin. */
  say(words: string): AsyncIterable<SDKMessage>
  /** Kills it and takes its home away. */
  close(): Promise<void>
}

export interface ClaudeStart {
  proxy: ModelProxy
  /** The home of the person whose Claude login is used; null: a throw-away home and a worthless key. */
  loginHome: string | null
}

/** A process that has not come up by then is given up: half a second on an idle machine. Milliseconds. */
const START_MS = 60_000
/** Corrections of its own before a value that is none of the schema fails; ours comes after. */
const OWN_OUTPUT_RETRIES = '1'

export async function startClaudeProcess(
  { proxy, loginHome }: ClaudeStart,
  shape: ClaudeShape,
): Promise<ClaudeProcess> {
  const folder = await mkdtemp(join(tmpdir(), 'insa-claude-'))
  const door = proxy.open()
  const facades = createFacades(shape.tools)
  let child: ChildProcess | undefined
  const close = async () => {
    door.close()
    child?.kill('SIGKILL')
    await rm(folder, { recursive: true, force: true, maxRetries: 3 })
  }
  try {
    const options: Options = {
      ...optionsOf(shape),
      cwd: folder,
      env: environmentOf(shape, door.url, loginHome ?? folder, loginHome !== null),
      mcpServers: facades.servers,
      allowedTools: [...shape.builtIn, ...shape.tools.map((t) => t.name)],
      spawnClaudeCodeProcess: ({ command, args, cwd, env, signal }) => {
        child = spawn(command, args, { cwd, env, signal, stdio: ['pipe', 'pipe', 'ignore'] })
        // Killed by us, or found by the reader of its output.
        child.on('error', () => undefined)
        return child as ReturnType<NonNullable<Options['spawnClaudeCodeProcess']>>
      },
    }
    const warm = await startup({ options, initializeTimeoutMs: START_MS })
    return {
      pid: child?.pid ?? 0,
      door,
      give: facades.give,
      say: createTalk(warm),
      close,
    }
  } catch (error) {
    await close()
    throw error
  }
}

const optionsOf = ({ model, system, schema, turns, builtIn }: ClaudeShape): Options => ({
  model: model.id,
  effort: model.effort,
  systemPrompt: system,
  outputFormat: { type: 'json_schema', schema },
  // Ours counts too, and first; this one only keeps the process from asking in vain.
  ...(turns === null ? {} : { maxTurns: turns * 2 }),
  tools: [...builtIn],
  settingSources: [],
  strictMcpConfig: true,
  permissionMode: 'dontAsk',
  persistSession: false,
  verbatimPrompts: true,
})

/** Everything that the process sees of its environment, but for four marks that the SDK sets itself. */
function environmentOf(
  { outputTokens }: ClaudeShape,
  baseUrl: string,
  home: string,
  ownLogin: boolean,
): Record<string, string> {
  return {
    HOME: home,
    ANTHROPIC_BASE_URL: baseUrl,
    // A person's own login is read from their home, which the bare mode never looks at.
    ...(ownLogin
      ? {}
      : { ANTHROPIC_API_KEY: 'none', CLAUDE_CONFIG_DIR: home, CLAUDE_CODE_SIMPLE: '1' }),
    ...(outputTokens === null ? {} : { CLAUDE_CODE_MAX_OUTPUT_TOKENS: String(outputTokens) }),
    // Retries have one owner: model-calls.ts.
    CLAUDE_CODE_MAX_RETRIES: '0',
    CLAUDE_CODE_DISABLE_NONSTREAMING_FALLBACK: '1',
    CLAUDE_CODE_NO_MODEL_FALLBACK: '1',
    MAX_STRUCTURED_OUTPUT_RETRIES: OWN_OUTPUT_RETRIES,
    // What stands for many runs is kept for an hour, what stands for this one no longer than it needs.
    CLAUDE_CODE_PROMPT_CACHE_TTL: '1h',
    CLAUDE_CODE_MESSAGES_PROMPT_CACHE_TTL: '5m',
    ENABLE_TOOL_SEARCH: 'false',
    CLAUDE_CODE_ATTRIBUTION_HEADER: '0',
    CLAUDE_CODE_DISABLE_EXPERIMENTAL_BETAS: '1',
    CLAUDE_CODE_DISABLE_NONESSENTIAL_TRAFFIC: '1',
    DISABLE_TELEMETRY: '1',
    DISABLE_ERROR_REPORTING: '1',
    DISABLE_AUTOUPDATER: '1',
  }
}

/** A conversation of several turns over one stream each way. */
function createTalk(warm: WarmQuery): ClaudeProcess['say'] {
  const inbox: SDKUserMessage[] = []
  let arrived: () => void = () => undefined
  async function* input(): AsyncGenerator<SDKUserMessage> {
    for (;;) {
      for (let message = inbox.shift(); message; message = inbox.shift()) yield message
      await new Promise<void>((resolve) => {
        arrived = resolve
      })
    }
  }
  let output: AsyncIterator<SDKMessage> | undefined
  return async function* say(words) {
    inbox.push({
      type: 'user',
      message: { role: 'user', content: words },
      parent_tool_use_id: null,
    })
    output ??= warm.query(input())[Symbol.asyncIterator]()
    arrived()
    for (;;) {
      const { done, value } = await output.next()
      if (done) return
      yield value
      if (value.type === 'result') return
    }
  }
}
