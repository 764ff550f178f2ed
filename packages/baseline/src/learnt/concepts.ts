/** What a sentence of a lead can say. Sorted by what it is about; within one subject the concepts exclude each other. */
export const SUBJECTS = {
  /** Who writes, and why. */
  purpose: [
    'sells',
    'job',
    'study',
    'rival',
    'partner',
    'mass',
    'awarded',
    'foreign',
    'ours',
    'trivial',
  ],
  money: ['ready', 'planned', 'asked', 'unsure', 'nomoney', 'othersum'],
  time: ['down', 'due', 'callme', 'soon', 'mid', 'far', 'othertime'],
  authority: ['decides', 'leads', 'takespart', 'passes'],
} as const

export type Subject = keyof typeof SUBJECTS
export type Concept = (typeof SUBJECTS)[Subject][number]

export const CONCEPTS: readonly Concept[] = Object.values(SUBJECTS).flat()

/** The subject that a concept belongs to. */
export const subjectOf = (concept: Concept): Subject =>
  (Object.keys(SUBJECTS) as Subject[]).find((s) =>
    (SUBJECTS[s] as readonly Concept[]).includes(concept),
  ) ?? 'purpose'
