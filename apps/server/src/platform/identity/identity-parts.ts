/** What the verbs of this folder are given. */
import type { Database, TenantTx } from '../database/database.ts'
import type { Counters } from '../limits/counters.ts'
import type { MailDraft } from '../mail/outgoing-mail.ts'
import type { AttemptLimiter } from './attempt-limiter.ts'
import type { InsideCallers } from './inside-callers.ts'
import type { Report } from './report.ts'
import type { SignInEngine } from './sign-in-engine.ts'

export interface IdentityDeps {
  database: Database
  /** Signs session cookies. */
  secret: string
  /** The address people type; known once the server listens. */
  publicUrl: () => string
  /** Stores a mail to go out after the commit, in the transaction of what it tells of. */
  sendMail: (tx: TenantTx, mail: MailDraft) => Promise<void>
  report?: Report
  /** Of tries. Default: this process's own. */
  counters?: Counters
  /** Our own agents, where some work through the API. */
  insideCallers?: InsideCallers
}

export interface IdentityParts extends IdentityDeps {
  report: Report
  limiter: AttemptLimiter
  /** better-auth's calls, made on first use. */
  engine: () => Promise<SignInEngine>
  /** Runs something that nobody waits for; it is ended before the identity closes. */
  inBackground: (what: string, work: () => Promise<void>) => void
}
