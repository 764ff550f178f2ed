/**
 * How long the processes of a site wait for each other, and for mail servers and ERPNext. All of it follows from one number, the
 * lease: a process may only be taken for dead when nothing that it has begun can still be on its way.
 */

/** Seconds that a worker may give no sign, unless INSA_LEASE_SECONDS says otherwise. */
export const USUAL_LEASE_S = 30

export interface Patience {
  /** A worker that gives no sign for this long is taken for dead. Seconds. */
  leaseS: number
  /** Between two looks for what was left by the dead, or rung for in vain. Milliseconds. */
  sweepMs: number
  /** How long a scheduler acts after it last said so, and how long a silent process counts as alive. Seconds. */
  schedulerLeaseS: number
  mail: {
    /** For each answer of a mail server. Milliseconds. */
    answerMs: number
    /** A mail that is being sent for longer than this was left by a dead process: longer than any live try takes. Seconds. */
    lostAfterS: number
    /** Before the second try; each further one doubles it. Seconds. */
    retryS: number
  }
  exchange: {
    /** For which the claim on the exchange with ERPNext holds without a sign of life. Milliseconds. */
    leaseMs: number
    /** Between two such signs: several fail before the claim runs out. Milliseconds. */
    renewMs: number
    /** For one answer of ERPNext: far less than the claim, so that nothing arrives there after it. Milliseconds. */
    answerMs: number
    /** Before a site that does not serve us is tried again; each further time doubles it. Milliseconds. */
    siteRetryMs: number
    /** Before a lead that it refuses is. Milliseconds. */
    leadRetryMs: number
  }
}

/** @param leaseS seconds. */
export function patienceOf(leaseS: number): Patience {
  const ms = leaseS * 1_000
  return {
    leaseS,
    sweepMs: Math.min(ms / 6, 5_000),
    schedulerLeaseS: leaseS / 2,
    mail: { answerMs: (ms * 2) / 3, lostAfterS: leaseS * 4, retryS: leaseS / 3 },
    exchange: {
      leaseMs: ms * 4,
      renewMs: ms,
      answerMs: ms / 2,
      siteRetryMs: ms / 6,
      leadRetryMs: ms,
    },
  }
}
