/** The fields of a lead that a person can set, with what they mean. Nothing is null here: what is to be emptied is named. */
import { EmployeeRange, LeadInput, LeadStatus, QualificationStatus } from '@insa/contracts'
import { z } from 'zod'

const { shape } = LeadInput
const text = (field: z.ZodOptional<z.ZodNullable<z.ZodString>>) => field.unwrap().unwrap()

export const LEAD_FIELDS = {
  lead_name: text(shape.lead_name).optional().describe("The person's name."),
  company_name: text(shape.company_name).optional().describe('The company.'),
  job_title: text(shape.job_title).optional().describe('Their title.'),
  email_id: shape.email_id.unwrap().unwrap().optional().describe('Their e-mail address.'),
  phone: text(shape.phone).optional().describe('Their telephone.'),
  website: text(shape.website).optional().describe("The company's website."),
  city: text(shape.city).optional().describe('City.'),
  country: text(shape.country).optional().describe('Country.'),
  industry: text(shape.industry).optional().describe('Industry.'),
  no_of_employees: EmployeeRange.optional().describe('Employees, as a range.'),
  annual_revenue: z.number().min(0).max(1e15).optional().describe('Yearly revenue.'),
  source: text(shape.source).optional().describe('Where the lead comes from.'),
  message: text(shape.message)
    .optional()
    .describe('What they wrote, word for word: scores quote it.'),
  language: text(shape.language).optional().describe('ISO 639-1 code of the message.'),
  lead_owner: shape.lead_owner.unwrap().unwrap().optional().describe("The owner's e-mail address."),
  status: LeadStatus.optional().describe("State, as ERPNext's."),
  qualification_status: QualificationStatus.optional().describe("Qualification, as ERPNext's."),
}

/** Those that may be emptied. */
export const ClearableField = z.enum([
  'lead_name',
  'company_name',
  'job_title',
  'email_id',
  'phone',
  'website',
  'city',
  'country',
  'industry',
  'no_of_employees',
  'annual_revenue',
  'source',
  'message',
  'language',
  'lead_owner',
])
