/** The labelled leads: their shape, and how they are read. How they were made: README.md. */
import { existsSync, readFileSync } from 'node:fs'
import { EmployeeRange } from '@insa/contracts'
import { z } from 'zod'
import { Grading } from './grading.ts'

export const SETS = ['tuning', 'locked', 'locked-2', 'locked-3', 'locked-4', 'locked-5'] as const
export type SetName = (typeof SETS)[number]

const text = z.string().min(1).nullable()

const LabelledLeadFile = z.array(
  z.strictObject({
    lead: z.strictObject({
      id: z.string().regex(/^[a-z]{2}-\d{3}$/),
      /** The day it came in: relative times in the message count from its noon, UTC. */
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
      no_of_employees: EmployeeRange.nullable(),
      annual_revenue: z.number().nullable(),
      source: text,
      message: text,
      language: z.enum(['de', 'en', 'es', 'fr', 'it', 'pt']),
    }),
    label: Grading.extend({
      /** The message tries to command whoever scores it. */
      injection: z.boolean(),
      /** The two readings differed and a third reader decided. */
      settled: z.boolean(),
      note: z.string(),
    }),
    readings: z.tuple([Grading, Grading]),
  }),
)

export type LabelledLead = z.infer<typeof LabelledLeadFile>[number] & { readonly set: SetName }

const fileOf = (set: SetName) => new URL(`leads.${set}.json`, import.meta.url)

/** The sets whose file is there; the locked one joins when everything else is done. */
export const presentSets = (): SetName[] => SETS.filter((set) => existsSync(fileOf(set)))

/** @throws {z.ZodError} naming the lead and field whose shape is wrong. */
export function readSet(set: SetName): LabelledLead[] {
  const leads = LabelledLeadFile.parse(JSON.parse(readFileSync(fileOf(set), 'utf8')))
  return leads.map((lead) => ({ ...lead, set }))
}
