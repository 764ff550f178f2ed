/** A server for the kit's own tests: one tool for each thing that the kit does. */
import { setTimeout as sleep } from 'node:timers/promises'
import { z } from 'zod'
import { defineServer } from '../kit/define-server.ts'
import { defineTool } from '../kit/define-tool.ts'
import { ToolError } from '../kit/tool-error.ts'

const Nothing = z.strictObject({})

const greet = (greeting: string) =>
  defineTool({
    name: 'greet',
    title: 'Greet',
    description: 'Greets somebody.',
    effect: 'read',
    input: z.strictObject({
      name: z.string().min(1).describe('Who is greeted.'),
      times: z.int().min(1).max(3).default(1).describe('How often.'),
      tone: z.enum(['warm', 'stiff']).optional().describe('How.'),
    }),
    output: z.object({ words: z.array(z.string()), tone: z.string() }),
    run: async ({ name, times, tone }) => ({
      words: Array.from({ length: times }, () => `${greeting} ${name}`),
      tone: tone ?? 'plain',
    }),
  })

const listParts = defineTool({
  name: 'list_parts',
  title: 'List parts',
  description: 'As many parts as are asked for.',
  effect: 'read',
  maxAnswer: 5_000,
  input: z.strictObject({
    count: z.int().min(0).describe('How many.'),
    note: z.int().min(0).default(10).describe('Characters of each note.'),
  }),
  output: z.object({ parts: z.array(z.object({ number: z.int(), note: z.string() })) }),
  run: async ({ count, note }) => ({
    parts: Array.from({ length: count }, (_, number) => ({ number, note: '🔩'.repeat(note / 2) })),
  }),
})

const work = defineTool({
  name: 'work',
  title: 'Work',
  description: 'Works until it is done, and tells how far it is.',
  effect: 'write',
  repeatable: true,
  input: z.strictObject({ steps: z.int().min(1).describe('How many steps of 10 ms.') }),
  output: z.object({ done: z.int() }),
  async run({ steps }, { signal, progress, log }) {
    for (let done = 0; done < steps; done += 1) {
      progress(done, steps, `step ${done + 1}`)
      log.info('A step begins', { step: done + 1 })
      log.debug('In detail')
      await sleep(10, undefined, { signal })
    }
    return { done: steps }
  },
})

const hang = defineTool({
  name: 'hang',
  title: 'Hang',
  description: 'Waits for something that never comes, and does not listen to its signal.',
  effect: 'destructive',
  openWorld: true,
  timeoutMs: 200,
  input: Nothing,
  output: Nothing,
  run: () => new Promise<never>(() => undefined),
})

const fail = defineTool({
  name: 'fail',
  title: 'Fail',
  description: 'Fails in one of three ways.',
  effect: 'read',
  input: z.strictObject({
    how: z.enum(['told', 'inside', 'wrong_answer']).describe('The way.'),
  }),
  output: z.object({ number: z.number() }),
  async run({ how }) {
    if (how === 'wrong_answer') return { number: 'seven' as unknown as number }
    if (how === 'inside') throw new Error('connect ECONNREFUSED postgres://root:secret@10.0.0.9')
    throw new ToolError('The part is locked.', {
      code: 'part.locked',
      fields: [{ path: 'part', message: 'is being changed by Ana.' }],
      hint: 'Ask Ana, or wait.',
    })
  },
})

const draw = defineTool({
  name: 'draw',
  title: 'Draw',
  description: 'Answers with a picture beside its data.',
  effect: 'read',
  input: Nothing,
  output: z.object({ width: z.int() }),
  async run(_, { attach }) {
    attach({ type: 'image', data: 'iVBORw0KGgo=', mimeType: 'image/png' })
    return { width: 1 }
  },
})

export const sampleServer = defineServer({
  name: 'sample',
  title: 'Sample',
  version: '1.2.3',
  instructions: 'For tests.',
  settings: z.object({
    SAMPLE_GREETING: z.string().min(2).describe('what to greet with'),
    SAMPLE_PORT: z.coerce.number().int().optional().describe('where the sample is'),
  }),
  open: ({ SAMPLE_GREETING }) => ({
    tools: [greet(SAMPLE_GREETING), listParts, work, hang, fail, draw],
  }),
})
