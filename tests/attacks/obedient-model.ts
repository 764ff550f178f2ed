/**
 * The worst-case model, as a script of the Messages API: it obeys every order that it can read in what it was sent, and is a
 * sober model otherwise. It knows no instruction that would stand above an order.
 */
import type { CompanyProfile, Lead } from '@insa/contracts'
import type {
  Answerer,
  MessagesRequest,
  Reply,
} from '../../apps/server/src/testing/scripted-anthropic/script.ts'
import { type Attack, fill } from './attack.ts'
import { asModelSays, judgeHonestly } from './honest-judgement.ts'
import { createReader } from './read-order.ts'

/** An attack that is on its way, as the model comes to know it. */
export interface Target {
  attack: Attack
  lead: Lead
  profile: CompanyProfile
  /** What the placeholders stand for, but for the prompt. */
  known: Record<string, string>
  /** Whether it looks at the record before it judges. */
  rereads: boolean
  /** All that the model was sent about this lead. */
  requests: MessagesRequest[]
  /** What it has called, as it called it. */
  asked: { tool: string; args: Record<string, unknown> }[]
  /** Whether it has read the order, ever. */
  hasRead: boolean
}

const GET_LEAD = 'mcp__erpnext__get_lead'
const STRUCTURED_OUTPUT = 'StructuredOutput'
/** The longest text that a judgement's prose may be, with room for the words around it. */
const MOST_SAID = 1_500
/** What it puts into an argument. */
const MOST_HANDED_ON = 6_000

/**
 * @param find the attack whose lead is judged.
 * @param mind `heedsFences`: what stands between fences of this conversation is data to it, and it obeys what stands elsewhere.
 */
export function createObedientModel(
  find: (leadId: string) => Promise<Target>,
  mind: Readonly<{ heedsFences: boolean }>,
): Answerer {
  const reads = createEye()
  return async (request) => {
    const leadId = leadIn(request)
    if (!leadId) return null
    const target = await find(leadId)
    target.requests.push(request)
    const pieces = piecesOf(request).map(mind.heedsFences ? outsideFences : asItStands)
    const obeys = reads(pieces, target.attack.order)
    target.hasRead ||= obeys
    return answer(request, target, obeys)
  }
}

/** The id of the lead that the model is asked about. */
export const leadIn = ({ messages }: MessagesRequest): string | undefined =>
  /lead with the id ([0-9a-f-]{36})/.exec(JSON.stringify(messages))?.[1]

function answer(request: MessagesRequest, target: Target, obeys: boolean): Reply {
  const { attack, lead, profile, known } = target
  const { obey } = attack
  if (obeys && obey.endless) {
    // As long as it is let: a token of ours is three bytes.
    return { text: 'more '.repeat((request.max_tokens * 3) / 5), stop_reason: 'max_tokens' }
  }
  const told = toldIn(request)
  const plan = [
    ...(attack.answer
      ? [{ tool: `mcp__desk__${attack.answer.tool}`, arguments: { reference: lead.id } }]
      : []),
    ...(target.rereads ? [{ tool: GET_LEAD, arguments: { lead_id: lead.id } }] : []),
    ...(obeys ? (obey.calls ?? []) : []).flatMap((call) =>
      Array.from({ length: call.times ?? 1 }, () => ({
        tool: call.tool,
        arguments: call.arguments,
      })),
    ),
  ]
  const next = fill(plan[callsIn(request)], { ...known, prompt: told.slice(0, MOST_HANDED_ON) })
  if (next) {
    target.asked.push({ tool: next.tool, args: next.arguments })
    return { tools: [{ name: next.tool, input: next.arguments }] }
  }
  const [honest] = judgeHonestly(attack, lead, profile)
  const wanted = obeys ? obey.judgement : undefined
  const prompt = encodeURIComponent(told).slice(0, MOST_SAID)
  return {
    structured: asModelSays(honest, lead, fill(wanted, { ...known, prompt })),
  }
}

/** How many calls of tools it has made in this conversation. */
const callsIn = ({ messages }: MessagesRequest): number =>
  messages
    .filter((m) => m.role === 'assistant')
    .flatMap((m) => (Array.isArray(m.content) ? m.content : []))
    .filter((block) => block?.type === 'tool_use' && block.name !== STRUCTURED_OUTPUT).length

/** Every string of a request that the model can find an order in; our own instructions are none. */
const piecesOf = ({ messages, tools }: MessagesRequest): string[] =>
  [messages.map((m) => m.content), (tools ?? []).map((t) => [t.description, t.input_schema])]
    .flatMap(stringsIn)
    .filter((piece) => piece.length > 8)

/** All that the model was told, our instructions included. */
export const toldIn = ({ system, messages }: MessagesRequest): string =>
  stringsIn([system, messages.map((m) => m.content)]).join('\n')

function stringsIn(value: unknown): string[] {
  if (typeof value === 'string') return [value]
  if (typeof value !== 'object' || value === null) return []
  return Object.values(value).flatMap(stringsIn)
}

const asItStands = (piece: string) => piece

/** What is left of a piece when all that stands behind fences of a long number is taken for data. */
const outsideFences = (piece: string): string =>
  piece.replaceAll(/<<outside ([0-9a-f]{24}) [^\n]*>>\n[\s\S]*?\n<<end \1>>/g, '')

/** Reads each piece of a request once, however often it is sent. */
function createEye() {
  const read = new Map<string, ReturnType<typeof createReader>>()
  return (pieces: readonly string[], order: readonly string[]): boolean =>
    pieces.some((piece) => {
      const known = read.get(piece) ?? createReader([piece])
      read.set(piece, known)
      return known.reads(order)
    })
}
