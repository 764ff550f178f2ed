/** What is learnt from: labelled practice leads and labelled sentences, each written by hand for it. See README.md. */
import { readdirSync, readFileSync } from 'node:fs'
import { z } from 'zod'
import { CONCEPTS } from '../src/learnt/concepts.ts'
import { RULES } from '../src/learnt/decide-lead.ts'
import { BLANK_LEAD } from '../src/text/blank-lead.ts'
import { LANGUAGES, type Language } from '../src/text/language.ts'
import type { LeadText } from '../src/text/reading.ts'

const FOLDER = new URL('corpus/', import.meta.url)
/** The evaluation's tuning set is there to be learnt from; the locked sets are not. */
const TUNING = new URL('../../../tests/evals/leads.tuning.json', import.meta.url)
const text = z.string().nullish()
const grade = z.number().min(0).max(100).nullable()

const PracticeLead = z.object({
  lead: z.object({
    /** The day it came in: relative times count from its noon, UTC. */
    received_at: z.iso.date(),
    lead_name: text,
    company_name: text,
    job_title: text,
    email_id: text,
    phone: text,
    website: text,
    city: text,
    country: text,
    industry: text,
    no_of_employees: text,
    annual_revenue: z.number().nullish(),
    source: text,
    message: text,
  }),
  label: z.object({
    /** Null: this lead was labelled for its rule or what forces contact alone. */
    factors: z
      .object({
        budget: grade,
        timeline: grade,
        complexity: grade,
        authority: grade,
        fit: grade,
      })
      .nullable(),
    rule: z.enum(RULES).nullable(),
    /** Null: nobody looked. */
    forced_now: z.boolean().nullable(),
    /** The words that a grade, or the rule, rests on. */
    ev: z.record(z.string(), z.string().nullable()).default({}),
  }),
})

export type Label = z.infer<typeof PracticeLead>['label']

export interface PracticeExample {
  readonly lead: LeadText
  readonly at: Date
  readonly label: Label
  /** Labelled by two blind readings that were settled: what everything is measured by. */
  readonly isSettled: boolean
  /** How much it counts. */
  readonly weight: number
}

export interface PracticeSentence {
  readonly text: string
  /** `plain`: it says none of the concepts. */
  readonly concept: (typeof CONCEPTS)[number] | 'plain'
  readonly language: Language
}

const filesOf = (pattern: RegExp): string[] =>
  readdirSync(FOLDER)
    .filter((name) => pattern.test(name))
    .sort()

const linesOf = (file: string): string[] =>
  readFileSync(new URL(file, FOLDER), 'utf8')
    .split('\n')
    .filter((line) => line.trim() !== '')

/** The engine's own tests hold it to these. */
const FIXTURES = 'leads.fixtures.jsonl'
const FIXTURE_WEIGHT = 3

/** @throws {z.ZodError} where a lead's shape is wrong. */
export function readPracticeLeads(): PracticeExample[] {
  const written = filesOf(/^leads\..*\.jsonl$/u).flatMap((file) =>
    linesOf(file).map((line) =>
      toExample(JSON.parse(line), false, file === FIXTURES ? FIXTURE_WEIGHT : 1),
    ),
  )
  const tuning = JSON.parse(readFileSync(TUNING, 'utf8')) as unknown[]
  return [...written, ...tuning.map((row) => toExample(row, true, 1))]
}

function toExample(row: unknown, isSettled: boolean, weight: number): PracticeExample {
  const { lead, label } = PracticeLead.parse(row)
  const { received_at, ...fields } = lead
  const written = Object.entries(fields).filter(([, value]) => value != null)
  return {
    // Nobody who writes to us names the language.
    lead: { ...BLANK_LEAD, ...Object.fromEntries(written) },
    at: new Date(`${received_at}T12:00:00Z`),
    label,
    isSettled,
    weight,
  }
}

/** @throws {Error} naming the line whose concept is unknown. */
export function readPracticeSentences(): PracticeSentence[] {
  return LANGUAGES.flatMap((language) =>
    filesOf(new RegExp(`^sentences\\..*${language}\\.tsv$`, 'u'))
      .flatMap(linesOf)
      .map((line) => {
        const [name = '', sentence = ''] = line.split('\t')
        const concept = [...CONCEPTS, 'plain' as const].find((c) => c === name.trim())
        if (!concept) throw new Error(`Unknown concept "${name}" in: ${line}`)
        return { concept, text: sentence, language }
      }),
  )
}
