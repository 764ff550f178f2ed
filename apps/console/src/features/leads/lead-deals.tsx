import type { Lead } from '@insa/contracts'
import { queryOptions, useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { Link, useNavigate } from '@tanstack/react-router'
import { SquareKanban } from 'lucide-react'
import { client } from '../../app/client.ts'
import { useCan } from '../../app/session.ts'
import { keys } from '../../live/query-keys.ts'
import { formatMoney } from '../../records/money.ts'
import { OpportunityPill } from '../../records/status-pills.tsx'
import { Button } from '../../ui/button.tsx'
import { Card } from '../../ui/card.tsx'

const leadDealsQuery = (leadId: string) =>
  queryOptions({
    queryKey: keys.opportunityList({ lead_id: leadId }),
    queryFn: ({ signal }) => client.opportunities.list({ lead_id: leadId }, { signal }),
  })

/** Makes an opportunity of the lead and goes there; the one that there is, where there is one. */
export function ConvertButton({ lead }: { lead: Lead }) {
  const can = useCan()
  const navigate = useNavigate()
  const queryClient = useQueryClient()
  const convert = useMutation({
    mutationFn: () => client.opportunities.fromLead(lead.id),
    onSuccess: async ({ id }) => {
      await Promise.all([
        queryClient.invalidateQueries({ queryKey: keys.opportunities }),
        queryClient.invalidateQueries({ queryKey: keys.lead(lead.id) }),
      ])
      await navigate({ to: '/opportunities/$opportunityId', params: { opportunityId: id } })
    },
  })
  const { data } = useQuery({ ...leadDealsQuery(lead.id), enabled: can('opportunities:read') })
  const isOne = data?.data.some(({ status }) => status !== 'Lost') ?? false
  if (!can('opportunities:write') || isOne) return null
  return (
    <Button busy={convert.isPending} onClick={() => convert.mutate()}>
      <SquareKanban aria-hidden />
      Make an opportunity
    </Button>
  )
}

/** What came of the lead; nothing is shown while nothing did. */
export function LeadDeals({ leadId }: { leadId: string }) {
  const can = useCan()
  const { data } = useQuery({ ...leadDealsQuery(leadId), enabled: can('opportunities:read') })
  if (!data || data.data.length === 0) return null
  return (
    <Card title="Opportunities" flush>
      <ul className="divide-y divide-line">
        {data.data.map((deal) => (
          <li
            key={deal.id}
            className="relative grid grid-cols-[minmax(0,1fr)_auto] items-center gap-x-3 px-4 py-2.5 hover:bg-hover"
          >
            <div className="min-w-0">
              <Link
                to="/opportunities/$opportunityId"
                params={{ opportunityId: deal.id }}
                className="block truncate font-medium after:absolute after:inset-0"
              >
                {deal.title}
              </Link>
              <p className="num truncate text-ink-2 text-sm">
                {[
                  deal.opportunity_amount && formatMoney(deal.opportunity_amount, deal.currency),
                  deal.sales_stage,
                ]
                  .filter(Boolean)
                  .join(' · ')}
              </p>
            </div>
            <OpportunityPill status={deal.status} />
          </li>
        ))}
      </ul>
    </Card>
  )
}
