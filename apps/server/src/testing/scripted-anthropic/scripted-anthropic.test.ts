import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { query } from '@anthropic-ai/claude-agent-sdk'
import Anthropic from '@anthropic-ai/sdk'
import { afterEach, describe, expect, it } from 'vitest'
import { type Answerer, Script } from './script.ts'
import {
  type ScriptedAnthropic,
  type ScriptedAnthropicOptions,
  startScriptedAnthropic,
} from './scripted-anthropic.ts'

let api: ScriptedAnthropic
afterEach(() => api?.stop())

const start = async (
  script: Script | Answerer,
  options: Omit<ScriptedAnthropicOptions, 'script'> = {},
) => {
  api = await startScriptedAnthropic({ script, ...options })
  return new Anthropic({ apiKey: 'dummy', baseURL: api.url, maxRetries: 0 })
}
const ask = (content: string) => ({
  model: 'claude-haiku-5-5',
  max_tokens: 100,
  messages: [{ role: 'user' as const, content }],
})
const GET_LEAD = { name: 'get_lead', input_schema: { type: 'object' as const } }

describe('the scripted Messages API', () => {
  it('streams the message that it answers without a stream', async () => {
    const client = await start({
      otherwise: {
        thinking: 'Let me see.',
        text: 'A text that is longer than one event of the stream carries.',
        tools: [{ name: 'get_lead', input: { lead_id: 'ä→1', deep: [{ a: null }] } }],
      },
    })
    const request = { ...ask('Who?'), tools: [GET_LEAD] }
    const whole = await client.messages.create(request)
    const streamed = await client.messages.stream(request).finalMessage()
    expect(whole.stop_reason).toBe('tool_use')
    expect(whole.content.map((b) => b.type)).toEqual(['thinking', 'text', 'tool_use'])
    const bare = (content: typeof whole.content) => content.map((block) => ({ ...block, id: '' }))
    expect(bare(streamed.content)).toEqual(bare(whole.content))
    expect(streamed.usage).toMatchObject({
      input_tokens: whole.usage.input_tokens,
      output_tokens: whole.usage.output_tokens,
    })
  })

  it('answers by the first rule that fits and is not used up', async () => {
    const client = await start({
      answers: [
        { when: { contains: ['pump', 'tender'] }, reply: { text: 'both' } },
        { when: { last_contains: 'pump' }, times: 1, reply: { text: 'pump, once' } },
        { when: { model: 'claude-opus' }, reply: { text: 'opus' } },
        { when: { tool: 'get_lead', after_tool_result: false }, reply: { text: 'tool offered' } },
      ],
      otherwise: { text: 'nothing fits' },
    })
    const text = async (request: Anthropic.MessageCreateParamsNonStreaming) => {
      const [block] = (await client.messages.create(request)).content
      return block?.type === 'text' ? block.text : ''
    }
    expect(await text(ask('a pump'))).toBe('pump, once')
    expect(await text(ask('a pump'))).toBe('nothing fits')
    expect(await text({ ...ask('a pump'), system: 'It is a tender.' })).toBe('both')
    expect(await text({ ...ask('a valve'), model: 'claude-opus-5-5' })).toBe('opus')
    expect(await text({ ...ask('a valve'), tools: [GET_LEAD] })).toBe('tool offered')
  })

  it('answers by a function of the test, and keeps what was sent', async () => {
    const client = await start(({ max_tokens }) => ({ text: `up to ${max_tokens}` }))
    await client.messages.create(ask('How long?'))
    expect(api.messages()).toMatchObject([{ model: 'claude-haiku-5-5', max_tokens: 100 }])
    expect(api.requests[0]).toMatchObject({ method: 'POST', path: '/v1/messages' })
    expect(api.requests[0]?.headers.authorization).toBe('Bearer dummy')
  })

  it('gives a structured value by the tool of Claude Code, and as text without it', async () => {
    const client = await start({ otherwise: { structured: { grade: 'A' } } })
    const text = await client.messages.create(ask('Grade'))
    expect(text.content).toMatchObject([{ type: 'text', text: '{"grade":"A"}' }])
    const tools = [{ ...GET_LEAD, name: 'StructuredOutput' }]
    const tool = await client.messages.create({ ...ask('Grade'), tools })
    expect(tool.content).toMatchObject([{ type: 'tool_use', input: { grade: 'A' } }])
  })

  it('refuses, and fails, as the real one does', async () => {
    const client = await start({
      answers: [
        { when: { last_contains: 'refuse' }, reply: { refusal: 'I will not.' } },
        { when: { last_contains: 'busy' }, reply: { error: { status: 429, retry_after: 7 } } },
        { when: { last_contains: 'overload' }, reply: { error: { status: 529 } } },
        { when: { last_contains: 'middle' }, reply: { text: 'x'.repeat(200), error_after: 3 } },
        { when: { last_contains: 'cut' }, reply: { text: 'x'.repeat(200), cut_after: 3 } },
        {
          when: { last_contains: 'half' },
          reply: { tools: [{ name: 'a' }], raw_input: '{"a": oops}' },
        },
        { when: { last_contains: 'noise' }, reply: { raw_body: { body: 'data: {oops\n\n' } } },
      ],
    })
    expect((await client.messages.create(ask('refuse'))).stop_reason).toBe('refusal')
    await expect(client.messages.create(ask('busy'))).rejects.toMatchObject({
      status: 429,
      error: { error: { type: 'rate_limit_error' } },
    })
    const busy = await client.messages.create(ask('busy')).catch((error: unknown) => error)
    expect((busy as { headers: Headers }).headers.get('retry-after')).toBe('7')
    await expect(client.messages.create(ask('overload'))).rejects.toMatchObject({ status: 529 })
    for (const how of ['middle', 'cut', 'half', 'noise'])
      await expect(client.messages.stream(ask(how)).finalMessage(), how).rejects.toThrow()
  })

  it('lets a caller wait, who may give up', async () => {
    const client = await start({ otherwise: { hang: true } })
    const waiting = client.messages.create(ask('Hello?'), { signal: AbortSignal.timeout(50) })
    await expect(waiting).rejects.toThrow(/abort/i)
  })

  it('counts a repeated beginning as read from the cache', async () => {
    const client = await start({ otherwise: { text: 'Yes.' } }, { minCacheTokens: 50 })
    const about = (lead: string) => ({
      ...ask(lead),
      system: [
        {
          type: 'text' as const,
          text: 'The rubric. '.repeat(50),
          cache_control: { type: 'ephemeral' as const, ttl: '1h' as const },
        },
      ],
    })
    const first = (await client.messages.create(about('one'))).usage
    const second = (await client.messages.create(about('two'))).usage
    expect(first).toMatchObject({ cache_read_input_tokens: 0 })
    expect(first.cache_creation?.ephemeral_1h_input_tokens).toBeGreaterThan(100)
    expect(second.cache_read_input_tokens).toBe(first.cache_creation_input_tokens)
    expect(second.cache_creation_input_tokens).toBe(0)
    expect((await client.messages.create({ ...about('one'), model: 'other' })).usage).toMatchObject(
      {
        cache_read_input_tokens: 0,
      },
    )
    const { input_tokens } = await client.messages.countTokens({
      model: 'claude-haiku-5-5',
      messages: ask('one').messages,
    })
    expect(input_tokens).toBeGreaterThan(10)
  })

  it('answers a batch', async () => {
    const client = await start({
      answers: [{ when: { contains: 'bad' }, reply: { error: { status: 400 } } }],
      otherwise: { structured: { grade: 'B' } },
    })
    const params = (content: string) => ({ custom_id: content, params: ask(content) })
    const { id } = await client.messages.batches.create({
      requests: [params('good'), params('bad')],
    })
    expect(await client.messages.batches.retrieve(id)).toMatchObject({
      processing_status: 'in_progress',
    })
    const ended = await client.messages.batches.retrieve(id)
    expect(ended.request_counts).toMatchObject({ succeeded: 1, errored: 1 })
    const results = []
    for await (const result of await client.messages.batches.results(id)) results.push(result)
    // In no order, as the real one's.
    expect(new Map(results.map((r) => [r.custom_id, r.result.type]))).toEqual(
      new Map([
        ['good', 'succeeded'],
        ['bad', 'errored'],
      ]),
    )
  })
})

describe('Claude Code', () => {
  it('takes its answers from the script', async () => {
    await start({ otherwise: { structured: { grade: 'A' }, usage: { output_tokens: 7 } } })
    const home = await mkdtemp(join(tmpdir(), 'insa-home-'))
    const schema = { type: 'object', properties: { grade: { type: 'string' } } }
    const run = query({
      prompt: 'Grade this lead',
      options: {
        cwd: home,
        env: { HOME: home, ANTHROPIC_BASE_URL: api.url, ANTHROPIC_API_KEY: 'dummy' },
        model: 'claude-haiku-5-5',
        outputFormat: { type: 'json_schema', schema },
        settingSources: [],
        tools: [],
      },
    })
    const messages = []
    for await (const message of run) messages.push(message)
    expect(messages.at(-1)).toMatchObject({
      subtype: 'success',
      is_error: false,
      structured_output: { grade: 'A' },
      usage: { output_tokens: 7 },
    })
    await rm(home, { recursive: true })
  })
})

describe('the program', () => {
  it('says its port in one line of JSON, and shows other processes what came', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'insa-script-'))
    const file = join(folder, 'script.json')
    await writeFile(file, JSON.stringify({ otherwise: { text: 'from the file' } }))
    const main = fileURLToPath(new URL('main.ts', import.meta.url))
    const child = spawn(process.execPath, [main, '--port', '0', '--script', file])
    try {
      const [line] = await once(child.stdout.setEncoding('utf8'), 'data')
      const { port, url } = JSON.parse(line) as { port: number; url: string }
      expect(url).toBe(`http://127.0.0.1:${port}`)
      const client = new Anthropic({ apiKey: 'dummy', baseURL: url, maxRetries: 0 })
      expect((await client.messages.create(ask('a'))).content).toMatchObject([
        { text: 'from the file' },
      ])
      const script = JSON.stringify({ otherwise: { text: 'from the test' } })
      await fetch(`${url}/script`, { method: 'POST', body: script })
      expect((await client.messages.create(ask('b'))).content).toMatchObject([
        { text: 'from the test' },
      ])
      const seen = await (await fetch(`${url}/requests`, { method: 'DELETE' })).json()
      expect(seen).toMatchObject({ requests: [{ body: ask('a') }, { body: ask('b') }] })
      expect(await (await fetch(`${url}/requests`)).json()).toEqual({ requests: [] })
    } finally {
      child.kill('SIGTERM')
      expect(await once(child, 'exit')).toEqual([0, null])
      await rm(folder, { recursive: true })
    }
  })

  it('takes the script of the documentation', async () => {
    const { readFile } = await import('node:fs/promises')
    const page = await readFile(
      new URL('../../../../../docs/scripted-anthropic.md', import.meta.url),
      'utf8',
    )
    const examples = [...page.matchAll(/```json\n([\s\S]*?)```/g)].map(([, json = '']) => json)
    expect(examples.length).toBeGreaterThan(0)
    for (const json of examples) expect(Script.safeParse(JSON.parse(json)).error).toBeUndefined()
  })
})
