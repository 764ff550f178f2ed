import { z } from 'zod'

export const LeadId = z
  .string()
  .trim()
  .min(1)
  .max(140)
  .describe('The id of the lead, or its name in ERPNext (CRM-LEAD-2026-00001).')
