/** The site's time: text in its own zone, without an offset. */
import { type FrappeClient, FrappeFailure } from '@insa/mcp-servers/erpnext'
import { z } from 'zod'
import { stopsAll } from './sync-problem.ts'

export interface SiteZone {
  /** `2026-03-01 10:00:00.000000` as an instant. */
  toInstant(text: string): Date
  /** An instant as the site writes it, to the second. */
  toSite(at: Date): string
}

/**
 * UTC where the site does not say its zone, or says one that this machine does not know.
 * @throws FrappeFailure where the site does not serve us.
 */
export async function readSiteZone(client: FrappeClient, signal: AbortSignal): Promise<SiteZone> {
  try {
    const said = await client.read('frappe.client.get_time_zone', {}, { signal })
    const { time_zone } = z.looseObject({ time_zone: z.string() }).parse(said)
    return siteZone(time_zone)
  } catch (error) {
    if (stopsAll(error) || !(error instanceof FrappeFailure || error instanceof z.ZodError))
      throw error
    return siteZone('UTC')
  }
}

function siteZone(timeZone: string): SiteZone {
  const format = formatIn(timeZone) ?? formatIn('UTC')
  const toSite = (at: Date) => format?.format(at) ?? at.toISOString().slice(0, 19)
  return {
    toSite,
    toInstant(text) {
      // Taken for UTC it is off by the zone's offset at about that time; once more for an hour that a clock change shifts.
      const asUtc = Date.parse(`${text.slice(0, 19).replace(' ', 'T')}Z`)
      if (Number.isNaN(asUtc)) return new Date(0)
      const offsetAt = (ms: number) => Date.parse(`${toSite(new Date(ms)).replace(' ', 'T')}Z`) - ms
      const first = asUtc - offsetAt(asUtc)
      return new Date(asUtc - offsetAt(first))
    },
  }
}

function formatIn(timeZone: string): Intl.DateTimeFormat | null {
  try {
    return new Intl.DateTimeFormat('sv-SE', { timeZone, dateStyle: 'short', timeStyle: 'medium' })
  } catch {
    return null
  }
}
