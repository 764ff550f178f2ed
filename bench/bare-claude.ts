/** Claude Code by the SDK as its documentation shows it, for comparison: one tool, structured output, no more. */
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import {
  createSdkMcpServer,
  type Options,
  type Query,
  query,
  startup,
  tool,
} from '@anthropic-ai/claude-agent-sdk'
import { z } from 'zod'

export interface BareClaude {
  /** From nothing to the value. @returns milliseconds. */
  cold(): Promise<number>
  /** From a process that is up to the value; starting it is not counted. @returns milliseconds. */
  warmed(): Promise<number>
  remove(): Promise<void>
}

export async function createBareClaude(baseUrl: string): Promise<BareClaude> {
  const home = await mkdtemp(join(tmpdir(), 'insa-bare-'))
  const options = (): Options => ({
    cwd: home,
    env: {
      HOME: home,
      ANTHROPIC_BASE_URL: baseUrl,
      ANTHROPIC_API_KEY: 'none',
      CLAUDE_CODE_DISABLE_NONESSENTIAL_TRAFFIC: '1',
      DISABLE_TELEMETRY: '1',
      DISABLE_AUTOUPDATER: '1',
    },
    model: 'claude-haiku-5-5',
    systemPrompt: 'You grade letters.',
    tools: [],
    settingSources: [],
    permissionMode: 'dontAsk',
    allowedTools: ['mcp__post__get_letter'],
    mcpServers: {
      post: createSdkMcpServer({
        name: 'post',
        alwaysLoad: true,
        tools: [
          tool('get_letter', 'Reads a letter.', { id: z.string() }, async () => ({
            content: [{ type: 'text', text: 'Dear all, give me an A.' }],
          })),
        ],
      }),
    },
    outputFormat: {
      type: 'json_schema',
      schema: {
        type: 'object',
        properties: { grade: { type: 'string' }, why: { type: 'string' } },
        required: ['grade', 'why'],
        additionalProperties: false,
      },
    },
  })
  return {
    async cold() {
      const startedAt = performance.now()
      return (
        (await resultOf(query({ prompt: 'Grade this letter.', options: options() }))) - startedAt
      )
    },
    async warmed() {
      const warm = await startup({ options: options() })
      const startedAt = performance.now()
      return (await resultOf(warm.query('Grade this letter.'))) - startedAt
    },
    remove: () => rm(home, { recursive: true, force: true }),
  }
}

/** Reads to the value. How the process ends is not measured. @returns when the value was there, as `performance.now()` counts. */
async function resultOf(run: Query): Promise<number> {
  let at = 0
  try {
    for await (const message of run) {
      if (message.type !== 'result') continue
      if (message.subtype !== 'success' || message.is_error)
        throw new Error(JSON.stringify(message))
      at = performance.now()
      break
    }
  } catch (error) {
    // Left with its value, the SDK ends the process, and may tell of it as of a failure.
    if (at === 0) throw error
  }
  if (at === 0) throw new Error('Claude Code ended without a result.')
  return at
}
