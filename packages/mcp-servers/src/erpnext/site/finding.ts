/** What verifying a site found of one thing. */
export interface Finding {
  /** What was looked at: connection, version, fields, masters, permissions, set-up. */
  check: string
  level: 'ok' | 'warning' | 'problem' | 'skipped'
  words: string
  /** What to do about it. */
  todo?: string
}
