/** Checks the chains of a database, page by page. */
import type { AuditHead } from '@insa/contracts'
import type { Database } from '../database/database.ts'
import { listAuditedOrganizations, readUnchained } from './audit-chain.store.ts'
import { eachHead, eachLink } from './read-trail.ts'
import { type ChainReport, createChainVerifier } from './verify-chain.ts'

/** @param elsewhere signed heads that were kept outside, of any organization. @returns a report for each organization. */
export async function verifyDatabase(
  database: Database,
  elsewhere: readonly AuditHead[],
): Promise<ChainReport[]> {
  const known = await database.sealer(listAuditedOrganizations)
  const ids = new Set([...known, ...elsewhere.map((head) => head.organization_id)])
  const reports: ChainReport[] = []
  for (const id of ids) {
    const own = elsewhere.filter((head) => head.organization_id === id)
    reports.push(await verifyOrganization(database, id, own))
  }
  return reports
}

async function verifyOrganization(
  database: Database,
  organizationId: string,
  elsewhere: readonly AuditHead[],
): Promise<ChainReport> {
  const verifier = createChainVerifier(organizationId)
  for (const head of elsewhere) verifier.addHead(head, 'elsewhere')
  for await (const head of eachHead(database.sealer, organizationId))
    verifier.addHead(head, 'beside')
  for await (const link of eachLink(database.sealer, organizationId)) verifier.add(link)
  const { waiting, unannounced, first } = await database.sealer((tx) =>
    readUnchained(tx, organizationId),
  )
  if (unannounced > 0) {
    verifier.fault({
      kind: 'inserted',
      seq: null,
      message: `${unannounced === 1 ? 'An entry stands' : `${unannounced} entries stand`} outside the chain, and the sealer was never told of ${unannounced === 1 ? 'it' : 'them'}: ${first.join(', ')}${unannounced > first.length ? ' …' : ''}`,
    })
  }
  return verifier.finish(waiting)
}
