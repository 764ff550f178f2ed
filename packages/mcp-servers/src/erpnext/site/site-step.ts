/** One thing that set-up looks at, and what is to be done about it. */
export interface SiteStep {
  kind: 'DocType' | 'Custom Field' | 'Webhook' | (string & {})
  name: string
  action: 'create' | 'change' | 'none' | 'conflict'
  /** What differs from what we want, or what stands in the way. */
  differences: string[]
  /** Does it; absent where there is nothing to do, or nothing that we could. */
  apply?: (signal?: AbortSignal) => Promise<void>
}
