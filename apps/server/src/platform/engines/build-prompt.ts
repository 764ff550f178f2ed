/**
 * The prompt of a task, the same for both model engines: what stands for many runs first and byte for byte the same, then this
 * run's question and, behind a fence, this run's words from outside.
 */
import type { EarlierCall } from '../gateway/model-calls.ts'
import type { EngineWork } from './engine.ts'
import { ABOUT_FENCES, createFence, type Fence } from './fence-untrusted.ts'

export interface Prompt {
  /** Instructions and standing context: cached. */
  system: string
  question: string
  fence: Fence
}

export function buildPrompt(task: EngineWork): Prompt {
  const fence = createFence(task.defences)
  const standing = task.standing.map(({ title, text }) => `# ${title}\n\n${text.trim()}`)
  const system = [task.instructions.trim(), `# Words from outside\n\n${ABOUT_FENCES}`, ...standing]
  const outside = task.outside.map(({ title, text }) => fence.wrap(title, text))
  const earlier = (task.tools?.earlier ?? []).map((call) => toldAgain(call, fence))
  return {
    system: `${system.join('\n\n')}\n`,
    question: [
      task.question.trim(),
      `The number of this conversation's fences is ${fence.number}.`,
      ...outside,
      ...earlier,
    ].join('\n\n'),
    fence,
  }
}

/** A tool's answer as the model gets it: strangers fill in the records that tools read. */
export const fencedAnswer = (fence: Fence, name: string, content: unknown): string =>
  fence.wrap(`answer of ${name}`, typeof content === 'string' ? content : JSON.stringify(content))

/**
 * A call that was made before the run was interrupted: its effect is there, the conversation is gone. What the model had put
 * into it may be a stranger's words, so that stands behind the fence as well.
 */
const toldAgain = ({ name, arguments: args, answer }: EarlierCall, fence: Fence): string =>
  [
    `You have called ${name} already, with these arguments and this answer. Go on from there.`,
    fence.wrap(`arguments of ${name}`, JSON.stringify(args)),
    fencedAnswer(fence, name, answer.content),
  ].join('\n')
