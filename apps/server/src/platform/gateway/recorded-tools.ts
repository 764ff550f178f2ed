/** A model's tools in a replay: they show what there is, answer from the record, and touch nothing. */
import { canonicalJson } from './canonical-json.ts'
import type { OfferedTool } from './gateway.ts'
import type { EarlierCall, ModelToolAnswer } from './model-calls.ts'
import type { ModelTools } from './model-tools.ts'
import { type Asking, mayCall } from './policy.ts'
import { inputSchemaOf, type Tool } from './tool.ts'

export interface RecordedToolsDeps {
  asking: Asking
  /** Our own: to show the others their servers would have to be asked. */
  tools: ReadonlyMap<string, Tool>
  /** What models asked then, and heard. */
  calls: readonly EarlierCall[]
  /** What the agent's code asked then, by the tool's name. */
  steps: readonly { name: string; output: unknown }[]
}

export function createRecordedTools({
  asking,
  tools,
  calls,
  steps,
}: RecordedToolsDeps): ModelTools {
  const unused = [...calls]
  const answerOf = (name: string, args: Record<string, unknown>): ModelToolAnswer => {
    const wanted = canonicalJson(args)
    const isIt = (c: EarlierCall) => c.name === name && canonicalJson(c.arguments) === wanted
    const next = unused.findIndex(isIt)
    if (next >= 0) return unused.splice(next, 1)[0]?.answer ?? NOT_RECORDED
    const again = calls.findLast(isIt)
    if (again) return again.answer
    return ofCode(name, args) ?? NOT_RECORDED
  }
  /** The agent's code reads the record that the run is bound to; what it read then is what a model would read. */
  const ofCode = (name: string, args: Record<string, unknown>): ModelToolAnswer | null => {
    const tool = tools.get(name)
    const lead = tool?.leadArgument === undefined ? undefined : args[tool.leadArgument]
    if (tool?.effect !== 'read' || lead === undefined || lead !== asking.boundLeadId) return null
    if (Object.keys(args).length > 1 || !mayCall(asking, tool)) return null
    const step = steps.find((s) => s.name === name)
    return step ? { content: step.output, isError: false } : null
  }
  return {
    earlier: [],
    list: async () => [...tools.values()].filter((t) => mayCall(asking, t)).map(offered),
    call: async (name, args) => answerOf(name, args),
  }
}

const NOT_RECORDED: ModelToolAnswer = {
  content: 'This is a replay, and there is no recorded answer to this call. Go on without it.',
  isError: true,
}

const offered = (tool: Tool): OfferedTool => ({
  name: tool.name,
  description: tool.description,
  inputSchema: inputSchemaOf(tool),
  effect: tool.effect,
})
