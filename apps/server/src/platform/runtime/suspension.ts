/** Thrown through a run to set it aside: no failure, and nothing of what it did is lost. The worker goes on with other work. */
import type { TenantTx } from '../database/database.ts'

export class Suspension extends Error {
  override name = 'Suspension'
  /** `queued`: its agent is paused, and it goes on when it is not. `waiting_approval`: a person has to decide. */
  readonly status: 'queued' | 'waiting_approval'
  /** Runs in the transaction that has set the run aside. */
  readonly also: (tx: TenantTx) => Promise<void>

  constructor(
    status: Suspension['status'],
    message: string,
    also: Suspension['also'] = async () => undefined,
  ) {
    super(message)
    this.status = status
    this.also = also
  }
}
