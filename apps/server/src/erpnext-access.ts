/** How ERPNext is reached, as config.ts reads it. */
export interface ErpnextKey {
  apiKey: string
  apiSecret: string
}

/** How ERPNext is reached: two keys, one for what runs and one for set-up. */
export interface ErpnextAccess {
  url: string
  runtime: ErpnextKey | null
  setup: ErpnextKey | null
  webhookSecret: string | null
}
