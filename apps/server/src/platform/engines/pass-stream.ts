/** Passes an answer's stream on and reads along; whatever ends it, the call is settled. */
import type { EngineProgress } from './engine.ts'
import type { ModelRun } from './model-run.ts'
import type { Trouble } from './model-trouble.ts'
import type { SilenceWatch } from './silence-watch.ts'
import { type Answer, createStreamReader } from './watch-answer.ts'

const WORDS: Record<'thinking' | 'writing', EngineProgress> = {
  thinking: { kind: 'thinking', message: 'The model thinks.' },
  writing: { kind: 'writing', message: 'The model writes.' },
}

export function passStream(
  body: ReadableStream<Uint8Array>,
  run: ModelRun,
  silence: SilenceWatch,
  settle: (answer: Answer, outcome: 'answered' | 'cut') => Promise<void>,
): ReadableStream<Uint8Array> {
  const { answer, read } = createStreamReader((kind) => run.tell(WORDS[kind]))
  const source = body.getReader()
  const end = async (trouble: Trouble | null) => {
    silence.stop()
    run.trouble = trouble && { ...trouble, midway: true }
    await settle(answer, answer.complete ? 'answered' : 'cut')
  }
  return new ReadableStream<Uint8Array>({
    async pull(controller) {
      try {
        const { done, value } = await source.read()
        if (!done) {
          silence.heard()
          read(value)
          controller.enqueue(value)
          return
        }
        await end(answer.complete ? null : cutShort(answer))
        controller.close()
      } catch (error) {
        await end(answer.complete ? null : silence.trouble(error))
        controller.error(error)
      }
    },
    async cancel(reason) {
      await end(answer.complete ? null : { kind: 'broken', message: 'The caller let go.' })
      await source.cancel(reason)
    },
  })
}

const cutShort = ({ error }: Answer): Trouble =>
  error === 'overloaded_error'
    ? { kind: 'overloaded', status: 529, message: 'Overloaded in the middle of the answer.' }
    : { kind: 'broken', message: error ?? 'The answer has no end.' }
