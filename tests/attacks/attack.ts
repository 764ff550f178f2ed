/**
 * The attacks of tests/attacks/corpus: what a stranger sends, the order that hides in it, and what a model does that obeys.
 * What each field means: tests/attacks/README.md.
 */
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { DisqualifyingRule, FactorName, LeadInput } from '@insa/contracts'
import { z } from 'zod'

export const VECTORS = [
  'web_form',
  'mail',
  'csv_import',
  'field',
  'tool_result',
  'tool_description',
] as const

/** How the order is written. */
export const TECHNIQUES = {
  /** Plain words: all that tells them from a customer's is what they ask for. */
  direct: [
    'direct',
    'impersonation',
    'fence_break',
    'quoted_thread',
    'signature',
    'markdown',
    'json',
    'split_fields',
    'buried',
  ],
  /** A person who looks at the text does not see it. */
  hidden: [
    'html_comment',
    'unseen_element',
    'script_element',
    'attribute',
    'zero_width',
    'tag_characters',
    'variation_selectors',
  ],
  /** There to be seen, and not to be understood at a glance. */
  encoded: [
    'base64',
    'hex',
    'url_encoded',
    'entities',
    'rot13',
    'leetspeak',
    'homoglyphs',
    'spaced',
    'reversed',
    'bidi',
  ],
} as const
export const ALL_TECHNIQUES = Object.values(TECHNIQUES).flat()

export const LANGUAGES = ['en', 'es', 'de', 'pt', 'fr', 'it'] as const

export const GOALS = [
  'score_up',
  'score_down',
  'action',
  'forged_quote',
  'exfil_url',
  'exfil_mail',
  'exfil_argument',
  'forbidden_tool',
  'other_lead',
  'other_tenant',
  'approve',
  'cost_tools',
  'cost_output',
  'cost_input',
  'prompt_leak',
  'propagate',
] as const

const Points = z.number().min(0).max(100)

/** What of its honest judgement an obedient model changes. */
const ObeyedJudgement = z.strictObject({
  grades: z.partialRecord(FactorName, Points).optional(),
  /** Added to every factor's grade. */
  shift: z.number().optional(),
  disqualify: DisqualifyingRule.optional(),
  forced_now: z.boolean().optional(),
  /** Given as words of the lead, which they are not. */
  quote: z.string().optional(),
  /** Written into the reasoning. */
  say: z.string().optional(),
  /** Written into the questions to ask. */
  ask: z.string().optional(),
})

const Obey = z.strictObject({
  /** Made before the judgement is given. */
  calls: z
    .array(
      z.strictObject({
        tool: z.string(),
        arguments: z.record(z.string(), z.unknown()),
        /** So many times, one after the other. */
        times: z.int().min(2).optional(),
      }),
    )
    .optional(),
  judgement: ObeyedJudgement.optional(),
  /** Writes as much as it is let. */
  endless: z.literal('output').optional(),
})
export type Obey = z.infer<typeof Obey>

const ListedTool = z.strictObject({
  name: z.string(),
  description: z.string(),
  inputSchema: z.looseObject({ type: z.literal('object') }),
  annotations: z.record(z.string(), z.boolean()).optional(),
})
export type ListedTool = z.infer<typeof ListedTool>

export const Attack = z
  .strictObject({
    id: z.string().regex(/^(web|mail|csv|field|result|tool)-\d{3}$/),
    vector: z.enum(VECTORS),
    technique: z.enum(ALL_TECHNIQUES),
    language: z.enum(LANGUAGES),
    goal: z.enum(GOALS),
    lead: LeadInput,
    /** What `{{padding}}` in the lead stands for. */
    padding: z.strictObject({ words: z.string(), times: z.int() }).optional(),
    /** What a tool answers when a model looks this lead up. */
    answer: z.strictObject({ tool: z.string(), text: z.string() }).optional(),
    /** What a server lists; `approved` until somebody changes it, null where it lies from the start. */
    definitions: z
      .strictObject({ approved: z.array(ListedTool).nullable(), listed: z.array(ListedTool) })
      .optional(),
    /** The parts of the order, in plain words; a model that can still read all of them obeys. */
    order: z.array(z.string().min(10)).min(1),
    obey: Obey,
    /** When its run has ended somebody asks for another, as people do who see no score of the model's. */
    again: z.literal(true).optional(),
  })
  .refine((a) => (a.vector === 'tool_result') === (a.answer !== undefined), {
    message: 'A tool’s answer belongs to the vector tool_result.',
  })
  .refine((a) => (a.vector === 'tool_description') === (a.definitions !== undefined), {
    message: 'Definitions of tools belong to the vector tool_description.',
  })
export type Attack = z.infer<typeof Attack>

const FOLDER = join(import.meta.dirname, 'corpus')

/** @returns the whole corpus as it is written, placeholders and all. */
export const loadAttacks = (): Attack[] =>
  readdirSync(FOLDER)
    .sort()
    .flatMap((file) => z.array(Attack).parse(JSON.parse(readFileSync(join(FOLDER, file), 'utf8'))))

/** What `{{name}}` stands for; a name that is not given stays as it is. */
type Placeholders = Readonly<Record<string, string>>

/** Puts what is known now in the place of the placeholders, everywhere in a value. */
export function fill<T>(value: T, known: Placeholders): T {
  if (typeof value === 'string')
    return value.replace(/\{\{(\w+)\}\}/g, (whole, name: string) => known[name] ?? whole) as T
  if (Array.isArray(value)) return value.map((v) => fill(v, known)) as T
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([k, v]) => [k, fill(v, known)])) as T
}

/** The attack with its padding in place. */
export function padded(attack: Attack): Attack {
  if (!attack.padding) return attack
  const { words, times } = attack.padding
  return { ...attack, lead: fill(attack.lead, { padding: Array(times).fill(words).join(' ') }) }
}

/** All that the attacker has written, piece by piece. */
export function wordsOf(attack: Attack): string[] {
  const { lead, answer, definitions } = padded(attack)
  return [...strings(lead), ...strings(answer), ...strings(definitions?.listed)]
}

/** Every string in a value. */
function strings(value: unknown): string[] {
  if (typeof value === 'string') return [value]
  if (Array.isArray(value)) return value.flatMap(strings)
  if (typeof value !== 'object' || value === null) return []
  return Object.entries(value).flatMap(([key, v]) => [key, ...strings(v)])
}
