import { AuditListQuery } from '@insa/contracts'
import { z } from 'zod'

const { shape } = AuditListQuery

/** A day, as the browser's own field for one has it. */
const Day = z.iso.date()

/** The list's state in the URL. Days are the reader's own; the server gets instants. */
export const AuditSearch = z.object({
  q: shape.q.catch(undefined),
  actor: shape.actor.catch(undefined),
  action: shape.action.catch(undefined),
  tool: shape.tool.catch(undefined),
  subject_id: shape.subject_id.catch(undefined),
  execution_id: shape.execution_id.catch(undefined),
  since: Day.optional().catch(undefined),
  until: Day.optional().catch(undefined),
})
export type AuditSearch = z.infer<typeof AuditSearch>

export const isFiltered = (search: AuditSearch): boolean =>
  Object.values(search).some((value) => value !== undefined)

/** The first day from its beginning, the last one to its end. */
export function toQuery({ since, until, ...rest }: AuditSearch) {
  return { ...rest, from: since && startOf(since, 0), to: until && startOf(until, 1) }
}

/** Midnight of a day, in the reader's time zone. @param later days after it. */
function startOf(day: string, later: number): string {
  const [year = 0, month = 1, date = 1] = day.split('-').map(Number)
  return new Date(year, month - 1, date + later).toISOString()
}
