/** Leads to test with. */
import {
  DEFAULT_QUALIFICATION_SETTINGS,
  type LeadInput,
  type QualificationSettings,
} from '@insa/contracts'

/** A lead that every engine can say something about; fields of the test stand over it. */
export const sampleLead = (fields: LeadInput = {}): LeadInput => ({
  lead_name: 'Ana Ruiz',
  company_name: 'Aceros del Norte',
  job_title: 'Plant Manager',
  email_id: 'ana.ruiz@aceros.example.com',
  country: 'Mexico',
  industry: 'Steel',
  message:
    'We need to migrate two Siemens S7-300 PLCs and the WinCC SCADA of our rolling mill. Budget of USD 250,000 is approved, start in March.',
  ...fields,
})

/** Under these every lead that nothing disqualifies is IMMEDIATE: no test depends on how generously a lead is graded. */
export const EVERY_LEAD_IMMEDIATE: QualificationSettings = {
  ...DEFAULT_QUALIFICATION_SETTINGS,
  thresholds: { immediate: 1, high: 0, medium: 0 },
  immediate_coverage: 0,
}
