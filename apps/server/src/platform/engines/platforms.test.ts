/** The model behind Bedrock and Vertex AI: their wire in front of the scripted API, both engines behind it. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { readConfig } from '../../config.ts'
import { GRADED, gradeTask } from '../../testing/engine-tasks.ts'
import {
  AWS,
  BEDROCK_API_KEY,
  frame,
  PROJECT,
  REGION,
  startBedrockDouble,
  startVertexDouble,
} from '../../testing/platform-doubles.ts'
import { createAnthropicApiEngine } from './anthropic-api.ts'
import { toServerSentEvents } from './aws-event-stream.ts'
import { chooseEngine } from './choose-engine.ts'
import { createClaudeCodeEngine } from './claude-code.ts'
import {
  describeModelEngine,
  type ModelEngineOptions,
  startBefore,
  type Through,
} from './model-engine.contract.ts'
import { signAws } from './sign-aws.ts'

const KEYS = {
  AWS_ACCESS_KEY_ID: AWS.accessKeyId,
  AWS_SECRET_ACCESS_KEY: AWS.secretAccessKey,
  AWS_SESSION_TOKEN: AWS.sessionToken,
}
const BEDROCK = {
  INSA_MODEL_PLATFORM: 'bedrock',
  INSA_ENGINE: 'anthropic-api',
  AWS_REGION: REGION,
  INSA_BEDROCK_PROFILE: 'eu',
  ...KEYS,
}

let folder: string
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'insa-platform-'))
})
afterAll(() => rm(folder, { recursive: true, force: true }))

/** As the program would be set: by its environment. */
function upstreamBy(env: Record<string, string>) {
  const choice = chooseEngine(readConfig(env), true)
  if (choice.name === 'baseline') throw new Error(choice.why)
  return choice.upstream
}

const bedrock =
  (env: Record<string, string> = BEDROCK): Through =>
  async (apiUrl, key) => {
    const double = await startBedrockDouble(apiUrl, key)
    const upstream = upstreamBy({ ...env, ANTHROPIC_BEDROCK_BASE_URL: double.url })
    return { upstream, stop: double.stop }
  }
const vertex: Through = async (apiUrl, key) => {
  const double = await startVertexDouble(apiUrl, key)
  const file = join(folder, 'key.json')
  await writeFile(file, JSON.stringify(double.keyFile()))
  const upstream = upstreamBy({
    INSA_MODEL_PLATFORM: 'vertex',
    CLOUD_ML_REGION: REGION,
    ANTHROPIC_VERTEX_PROJECT_ID: PROJECT,
    ANTHROPIC_VERTEX_BASE_URL: `${double.url}/v1`,
    GOOGLE_APPLICATION_CREDENTIALS: file,
  })
  return { upstream, stop: double.stop }
}
const byTool = (options: ModelEngineOptions) =>
  createAnthropicApiEngine({ ...options, structuredBy: 'tool' })

describeModelEngine('anthropic-api, on Bedrock', byTool, bedrock())
describeModelEngine('anthropic-api, on Vertex AI', createAnthropicApiEngine, vertex)

describe('Claude Code', { timeout: 240_000 }, () => {
  it.each([
    ['Bedrock', bedrock()],
    ['Vertex AI', vertex],
  ])(
    'asks its model on %s, and never holds what lets us in [engines.platforms]',
    async (_where, through) => {
      const onError = (error: unknown) => {
        throw error
      }
      const create = (options: ModelEngineOptions) =>
        createClaudeCodeEngine({ ...options, keep: 0, onError })
      const { api, engine, stop } = await startBefore(create, { through })
      api.play({ otherwise: { structured: GRADED } })
      expect((await engine.run(gradeTask())).value).toEqual(GRADED)
      expect(api.messages()[0]).toMatchObject({ model: 'claude-haiku-5-5' })
      await stop()
    },
  )
})

describe('Bedrock', () => {
  it('lets in by an API key of its own, and not by a key that signs wrongly [engines.platforms]', async () => {
    const { AWS_SECRET_ACCESS_KEY: _, AWS_ACCESS_KEY_ID: __, ...rest } = BEDROCK
    const run = async (env: Record<string, string>) => {
      const { api, engine, stop } = await startBefore(byTool, { through: bedrock(env) })
      api.play({ otherwise: { structured: GRADED } })
      const answer = await engine.run(gradeTask()).catch((error: unknown) => error)
      await stop()
      return answer
    }
    expect(await run({ ...rest, AWS_BEARER_TOKEN_BEDROCK: BEDROCK_API_KEY })).toMatchObject({
      value: GRADED,
    })
    expect(await run({ ...BEDROCK, AWS_SECRET_ACCESS_KEY: 'another' })).toMatchObject({
      code: 'engine.rejected',
      message: expect.stringContaining('signature'),
    })
  })

  it('is signed as AWS’s own examples are', () => {
    const signed = (method: string) =>
      signAws(
        { method, url: new URL('https://example.amazonaws.com/'), headers: {}, body: '' },
        { ...AWS, sessionToken: null },
        { region: 'us-east-1', service: 'service', now: new Date('2015-08-30T12:36:00Z') },
      ).authorization
    // get-vanilla and post-vanilla of the AWS Signature Version 4 test suite.
    expect(signed('GET')).toMatch(
      /=5fa00fa31553b73ebf1942676e86291e8372ff2a2260956d9b8aae1d763fbf31$/,
    )
    expect(signed('POST')).toMatch(
      /=5da7c1a2acd57cee7505fc6676e4e544621c30862966e37dddb68e92efbe5d6b$/,
    )
  })

  it('streams frames that may be cut anywhere; a damaged one ends it, an exception is an error', async () => {
    const event = (data: object) =>
      frame(
        { ':message-type': 'event', ':event-type': 'chunk' },
        JSON.stringify({ bytes: Buffer.from(JSON.stringify(data)).toString('base64') }),
      )
    const read = async (bytes: Buffer, step: number) => {
      const parts = Array.from({ length: Math.ceil(bytes.length / step) }, (_, i) =>
        bytes.subarray(i * step, (i + 1) * step),
      )
      return new Response(toServerSentEvents(ReadableStream.from(parts))).text()
    }
    const two = Buffer.concat([event({ type: 'ping' }), event({ type: 'message_stop' })])
    const said =
      'event: ping\ndata: {"type":"ping"}\n\nevent: message_stop\ndata: {"type":"message_stop"}\n\n'
    for (const step of [1, 7, two.length]) expect(await read(two, step)).toBe(said)
    const exception = frame(
      { ':message-type': 'exception', ':exception-type': 'throttlingException' },
      '{"message":"Slow down."}',
    )
    expect(await read(exception, 9)).toContain('"type":"overloaded_error","message":"Slow down."')
    const damaged = Buffer.from(two)
    damaged.writeUInt8(damaged.readUInt8(40) ^ 1, 40)
    await expect(read(damaged, two.length)).rejects.toThrow('damaged')
  })
})

describe('a platform', () => {
  it('is told with what it lacks, and the system says which and why [engines.platforms]', () => {
    expect(() => readConfig({ INSA_MODEL_PLATFORM: 'bedrock' })).toThrow(/needs AWS_REGION/)
    expect(() => readConfig({ INSA_MODEL_PLATFORM: 'bedrock', AWS_REGION: REGION })).toThrow(
      /needs AWS_ACCESS_KEY_ID/,
    )
    const google = { INSA_MODEL_PLATFORM: 'vertex', CLOUD_ML_REGION: 'global' }
    expect(() => readConfig(google)).toThrow(/needs ANTHROPIC_VERTEX_PROJECT_ID/)
    expect(chooseEngine(readConfig(BEDROCK), true)).toMatchObject({
      name: 'anthropic-api',
      why: `INSA_ENGINE=anthropic-api, with INSA_MODEL_PLATFORM=bedrock in ${REGION}, by AWS_ACCESS_KEY_ID`,
      upstream: { baseUrl: `https://bedrock-runtime.${REGION}.amazonaws.com` },
    })
    const env = { ...google, ANTHROPIC_VERTEX_PROJECT_ID: PROJECT, ANTHROPIC_API_KEY: 'k' }
    expect(chooseEngine(readConfig(env), true)).toMatchObject({
      name: 'claude-code',
      why: 'INSA_ENGINE=auto, with INSA_MODEL_PLATFORM=vertex in global, by the identity of this machine',
      upstream: {
        baseUrl: 'https://aiplatform.googleapis.com/v1',
        credentials: { kind: 'vertex' },
      },
    })
  })
})
