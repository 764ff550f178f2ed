/** Leads as they come to an integrator of automation; made up, on names reserved for examples. */
import type { Row } from './doctype.ts'

const lead = (
  [first_name, last_name, job_title]: [string, string, string],
  [company_name, domain, industry]: [string, string, string],
  note: string,
  more: Row = {},
): Row => ({
  first_name,
  last_name,
  job_title,
  company_name,
  industry,
  email_id: `${first_name.toLowerCase()}@${domain}.example`,
  website: `https://${domain}.example`,
  source: 'Reference',
  notes: [{ note: `<p>${note}</p>` }],
  ...more,
})

export const SAMPLE_LEADS: Row[] = [
  lead(
    ['Marta', 'Ibáñez', 'Plant Manager'],
    ['Aguas del Valle', 'aguasdelvalle', 'Energy'],
    'Two pumping stations, PLCs of 1998, budget 180,000 EUR approved for this year.',
    { phone: '+34 600 000 001', country: 'Spain' },
  ),
  lead(
    ['Jonas', 'Krüger', 'Head of Maintenance'],
    ['Krüger Lebensmittel', 'krueger-food', 'Food, Beverage & Tobacco'],
    'Line 3 stands since this morning, S5 CPU dead. Call at once.',
    { phone: '+49 170 0000002', country: 'Germany' },
  ),
  lead(
    ['Priya', 'Nair', 'OT Security Lead'],
    ['Northgate Chemicals', 'northgate', 'Chemical'],
    'Needs an IEC 62443 assessment of three sites before the audit in May.',
    { country: 'United Kingdom' },
  ),
  lead(
    ['Carlos', 'Restrepo', 'Gerente de Proyectos'],
    ['Cementos del Caribe', 'cementoscaribe', 'Manufacturing'],
    'Migración de SCADA, 1200 señales, sin presupuesto aprobado todavía.',
    { country: 'Colombia' },
  ),
  lead(
    ['Emily', 'Stone', 'Purchasing'],
    ['Stone Automotive', 'stoneauto', 'Automotive'],
    'Asks for a price for forty safety relays.',
  ),
  lead(
    ['Luca', 'Bianchi', 'Student'],
    ['Politecnico', 'polito', 'Technology'],
    'Looks for an internship in PLC programming.',
  ),
  lead(
    ['Hannah', 'Vogt', 'Technical Director'],
    ['Vogt Pharma', 'vogtpharma', 'Pharmaceuticals'],
    'Validated batch plant, wants a redundancy concept and a proposal by the end of the quarter.',
    { no_of_employees: '201-500', annual_revenue: 48_000_000 },
  ),
  lead(
    ['Diego', 'Mora', 'Ingeniero'],
    ['Ingenio San Luis', 'sanluis', 'Food, Beverage & Tobacco'],
    'Automatización de tres calderas antes de la zafra.',
    { country: 'Colombia' },
  ),
  lead(
    ['Aisha', 'Rahman', 'Operations Manager'],
    ['Harbour Logistics', 'harbourlog', 'Transportation'],
    'Conveyors with four different drives; would like one system. Timeline open.',
  ),
  lead(
    ['Tom', 'Becker', 'Sales'],
    ['Becker Panels', 'beckerpanels', 'Manufacturing'],
    'Offers us switchgear panels at a good price.',
  ),
  lead(
    ['Nora', 'Lindqvist', 'CTO'],
    ['Lind Energy', 'lindenergy', 'Energy'],
    'Remote access to 60 substations, wants it segmented and monitored.',
  ),
  { company_name: 'Unknown Metalworks', source: 'Walk In' },
]
