/** What the program's transactions take on; roles belong to the whole server. */
export const PROGRAM_ROLES = [
  'insa_app',
  'insa_identity',
  'insa_sweeper',
  'insa_sealer',
  'insa_reporter',
] as const
