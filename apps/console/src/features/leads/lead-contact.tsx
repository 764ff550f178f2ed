import type { Lead } from '@insa/contracts'
import { Globe, Mail, MapPin, Phone } from 'lucide-react'
import { RelativeTime } from '../../ui/relative-time.tsx'

const LINK =
  'inline-flex min-w-0 items-center gap-1.5 hover:text-accent hover:underline [&_svg]:size-4 [&_svg]:shrink-0 [&_svg]:text-ink-3'

/** How to reach the person, one press away. */
export function LeadContact({ lead }: { lead: Lead }) {
  const place = [lead.city, lead.country].filter(Boolean).join(', ')
  const website = safeWebsite(lead.website)
  return (
    <p className="flex flex-wrap gap-x-4 gap-y-1 text-ink-2">
      {lead.phone && (
        <a href={`tel:${lead.phone.replace(/[^+\d]/g, '')}`} className={LINK}>
          <Phone aria-hidden />
          <span className="num">{lead.phone}</span>
        </a>
      )}
      {lead.email_id && (
        <a href={`mailto:${lead.email_id}`} className={LINK}>
          <Mail aria-hidden />
          <span className="truncate">{lead.email_id}</span>
        </a>
      )}
      {website && (
        <a href={website.href} target="_blank" rel="noreferrer noopener" className={LINK}>
          <Globe aria-hidden />
          {website.host}
        </a>
      )}
      {place && (
        <span className="inline-flex items-center gap-1.5 [&_svg]:size-4 [&_svg]:text-ink-3">
          <MapPin aria-hidden />
          {place}
        </span>
      )}
      <span className="text-ink-3">
        came in <RelativeTime at={lead.created_at} />
        {lead.source && ` by ${lead.source}`}
      </span>
    </p>
  )
}

/** Whatever a stranger typed as a website: a link only when it is one of the web. */
function safeWebsite(website: string | null): URL | undefined {
  if (!website) return undefined
  const address = /^[a-z][a-z\d+.-]*:/i.test(website) ? website : `https://${website}`
  if (!URL.canParse(address)) return undefined
  const url = new URL(address)
  return url.protocol === 'https:' || url.protocol === 'http:' ? url : undefined
}
