import type { Customer, HistoryKind } from '@insa/contracts'
import { useQuery } from '@tanstack/react-query'
import { getRouteApi, Link } from '@tanstack/react-router'
import { Globe, Mail, Phone } from 'lucide-react'
import { ActivitiesCard } from '../../records/activities-card.tsx'
import { BackLink, Fact, Facts, RecordFrame } from '../../records/record-frame.tsx'
import { Pill } from '../../ui/badges.tsx'
import { Card } from '../../ui/card.tsx'
import { formatInstant } from '../../ui/format.ts'
import { Notice } from '../../ui/notice.tsx'
import { Page } from '../../ui/page.tsx'
import { CustomerActions } from './customer-actions.tsx'
import { CustomerHistory } from './customer-history.tsx'
import { customerQuery } from './customers.api.ts'
import { DealsCard, ProjectsCard } from './deals-cards.tsx'
import { DuplicatesCard } from './duplicates-card.tsx'
import { AddressesCard, ContactsCard } from './people-cards.tsx'

const route = getRouteApi('/shell/customers/$customerId')

export function CustomerPage() {
  const { customerId } = route.useParams()
  const { kind } = route.useSearch()
  const navigate = route.useNavigate()
  const query = useQuery(customerQuery(customerId))
  const show = (next: HistoryKind | undefined) =>
    void navigate({ search: { kind: next }, replace: true, resetScroll: false })
  return (
    <RecordFrame query={query}>
      {(customer) => (
        <CustomerView key={customer.id} customer={customer} kind={kind} onKind={show} />
      )}
    </RecordFrame>
  )
}

interface CustomerViewProps {
  customer: Customer
  kind: HistoryKind | undefined
  onKind: (kind: HistoryKind | undefined) => void
}

function CustomerView({ customer, kind, onKind }: CustomerViewProps) {
  return (
    <Page
      title={customer.customer_name}
      above={<BackLink to="/customers">Customers</BackLink>}
      lead={[customer.industry, customer.territory].filter(Boolean).join(' · ')}
      actions={<CustomerActions customer={customer} />}
    >
      <Reach customer={customer} />
      {customer.erased_at && (
        <Notice tone="info">
          Who these were was erased on {formatInstant(customer.erased_at)}. Amounts and dates stay.
        </Notice>
      )}
      <DuplicatesCard customer={customer} />
      <div className="grid items-start gap-4 xl:grid-cols-[minmax(0,7fr)_minmax(0,5fr)]">
        <div className="grid min-w-0 gap-4">
          <ActivitiesCard about={{ customer_id: customer.id }} />
          <CustomerHistory customerId={customer.id} kind={kind} onKind={onKind} />
        </div>
        <div className="order-first grid min-w-0 gap-4 xl:order-none">
          <DealsCard customer={customer} />
          <ProjectsCard customer={customer} />
          <ContactsCard customer={customer} />
          <AddressesCard customer={customer} />
          <FactsCard customer={customer} />
        </div>
      </div>
    </Page>
  )
}

const LINK =
  'inline-flex min-w-0 items-center gap-1.5 hover:text-accent hover:underline [&_svg]:size-4 [&_svg]:shrink-0 [&_svg]:text-ink-3'

/** How to reach them, one press away. */
function Reach({ customer: { mobile_no, email_id, website, disabled } }: { customer: Customer }) {
  const page = website && safeWebsite(website)
  if (!mobile_no && !email_id && !page && !disabled) return null
  return (
    <p className="flex flex-wrap gap-x-4 gap-y-1 text-ink-2">
      {disabled && <Pill>Disabled</Pill>}
      {mobile_no && (
        <a href={`tel:${mobile_no.replace(/[^+\d]/g, '')}`} className={LINK}>
          <Phone aria-hidden />
          <span className="num">{mobile_no}</span>
        </a>
      )}
      {email_id && (
        <a href={`mailto:${email_id}`} className={LINK}>
          <Mail aria-hidden />
          <span className="truncate">{email_id}</span>
        </a>
      )}
      {page && (
        <a href={page.href} target="_blank" rel="noreferrer noopener" className={LINK}>
          <Globe aria-hidden />
          {page.host}
        </a>
      )}
    </p>
  )
}

/** Whatever was typed as a website: a link only when it is one of the web. */
function safeWebsite(website: string): URL | undefined {
  const address = /^[a-z][a-z\d+.-]*:/i.test(website) ? website : `https://${website}`
  if (!URL.canParse(address)) return undefined
  const url = new URL(address)
  return url.protocol === 'https:' || url.protocol === 'http:' ? url : undefined
}

function FactsCard({ customer: c }: { customer: Customer }) {
  return (
    <Card title="Details">
      <Facts>
        <Fact label="Kind">{c.customer_type}</Fact>
        <Fact label="Group">{c.customer_group}</Fact>
        <Fact label="Segment">{c.market_segment}</Fact>
        <Fact label="Tax number">{c.tax_id}</Fact>
        <Fact label="Currency">{c.default_currency}</Fact>
        <Fact label="Manager">{c.account_manager ?? 'nobody yet'}</Fact>
        <Fact label="Details">{c.customer_details}</Fact>
        <Fact label="Since">{formatInstant(c.created_at)}</Fact>
        <Fact label="Lead">
          {c.lead_id && (
            <Link
              to="/leads/$leadId"
              params={{ leadId: c.lead_id }}
              className="hover:text-accent hover:underline"
            >
              The lead that became this customer
            </Link>
          )}
        </Fact>
        <Fact label="ERPNext">{c.erpnext_name}</Fact>
      </Facts>
    </Card>
  )
}
