import { isOpenStatus, type Opportunity } from '@insa/contracts'
import { useQuery } from '@tanstack/react-query'
import { getRouteApi, Link, useNavigate } from '@tanstack/react-router'
import { CircleX, Ellipsis, Pencil, RotateCcw, Trash2, Trophy } from 'lucide-react'
import { useState } from 'react'
import { toast } from 'sonner'
import { useCan } from '../../app/session.ts'
import { ActivitiesCard } from '../../records/activities-card.tsx'
import { formatMoney } from '../../records/money.ts'
import { BackLink, Fact, Facts, RecordFrame } from '../../records/record-frame.tsx'
import { OpportunityPill } from '../../records/status-pills.tsx'
import { Button } from '../../ui/button.tsx'
import { Card } from '../../ui/card.tsx'
import { ConfirmDialog } from '../../ui/dialog.tsx'
import { formatDay, formatInstant } from '../../ui/format.ts'
import { Menu, MenuItem } from '../../ui/menu.tsx'
import { Page } from '../../ui/page.tsx'
import { DecideDialog, type Deciding } from './decide-dialog.tsx'
import { opportunityQuery, useRemoveOpportunity, useReopen } from './opportunities.api.ts'
import { EditOpportunity } from './opportunity-form.tsx'
import { StageHistory } from './stage-history.tsx'
import { StageTrack } from './stage-track.tsx'

const route = getRouteApi('/shell/opportunities/$opportunityId')

export function OpportunityPage() {
  const { opportunityId } = route.useParams()
  const query = useQuery(opportunityQuery(opportunityId))
  return (
    <RecordFrame query={query}>
      {(opportunity) => <OpportunityView key={opportunity.id} opportunity={opportunity} />}
    </RecordFrame>
  )
}

function OpportunityView({ opportunity }: { opportunity: Opportunity }) {
  return (
    <Page
      title={opportunity.title}
      above={<BackLink to="/pipeline">Pipeline</BackLink>}
      lead={<Party opportunity={opportunity} />}
      actions={<Actions opportunity={opportunity} />}
    >
      <StageTrack opportunity={opportunity} />
      <div className="grid items-start gap-4 xl:grid-cols-[minmax(0,7fr)_minmax(0,5fr)]">
        <ActivitiesCard about={{ opportunity_id: opportunity.id }} />
        <div className="grid min-w-0 gap-4">
          <FactsCard opportunity={opportunity} />
          <StageHistory opportunityId={opportunity.id} />
        </div>
      </div>
    </Page>
  )
}

const LINK = 'hover:text-accent hover:underline'

function Party({
  opportunity: { customer_id, lead_id, customer_name },
}: {
  opportunity: Opportunity
}) {
  if (customer_id) {
    return (
      <Link to="/customers/$customerId" params={{ customerId: customer_id }} className={LINK}>
        {customer_name}
      </Link>
    )
  }
  if (!lead_id) return customer_name
  return (
    <Link to="/leads/$leadId" params={{ leadId: lead_id }} className={LINK}>
      {customer_name}
    </Link>
  )
}

function FactsCard({ opportunity: o }: { opportunity: Opportunity }) {
  return (
    <Card title="Details" aside={<OpportunityPill status={o.status} />}>
      <Facts>
        <Fact label="Amount">
          {o.opportunity_amount && (
            <span className="num font-semibold">
              {formatMoney(o.opportunity_amount, o.currency)}
            </span>
          )}
        </Fact>
        <Fact label="Probability">
          <span className="num">{o.probability} %</span>
          {isOpenStatus(o.status) && (
            <span className="text-ink-3">
              {o.probability_is_own ? ', given by hand' : ', of the stage'}
            </span>
          )}
        </Fact>
        <Fact label="Closing">{o.expected_closing && formatDay(o.expected_closing)}</Fact>
        <Fact label="Owner">{o.opportunity_owner ?? 'nobody yet'}</Fact>
        <Fact label="Source">{o.source}</Fact>
        <Fact label="Won by">{o.won_reason}</Fact>
        <Fact label="Lost by">{o.lost_reasons.join(', ')}</Fact>
        <Fact label="In words">{o.order_lost_reason}</Fact>
        <Fact label="Competitors">{o.competitors.join(', ')}</Fact>
        <Fact label="Decided">{o.closed_at && formatInstant(o.closed_at)}</Fact>
        <Fact label="Lead">
          {o.lead_id && (
            <Link to="/leads/$leadId" params={{ leadId: o.lead_id }} className={LINK}>
              The lead that it came from
            </Link>
          )}
        </Fact>
        <Fact label="ERPNext">{o.erpnext_name}</Fact>
      </Facts>
    </Card>
  )
}

function Actions({ opportunity }: { opportunity: Opportunity }) {
  const can = useCan()
  const reopen = useReopen(opportunity)
  const [editing, setEditing] = useState(false)
  const [deciding, setDeciding] = useState<Deciding>()
  const decide = (how: Deciding['how']) => () => setDeciding({ opportunity, how })
  if (!can('opportunities:write')) return null
  return (
    <>
      <Button onClick={() => setEditing(true)}>
        <Pencil aria-hidden />
        Edit
      </Button>
      {isOpenStatus(opportunity.status) ? (
        <>
          <Button onClick={decide('lost')}>
            <CircleX aria-hidden />
            Lost
          </Button>
          <Button variant="primary" onClick={decide('won')}>
            <Trophy aria-hidden />
            Won
          </Button>
        </>
      ) : (
        <Button busy={reopen.isPending} onClick={() => reopen.mutate(undefined)}>
          <RotateCcw aria-hidden />
          Open again
        </Button>
      )}
      {can('opportunities:delete') && <Remove opportunity={opportunity} />}
      <EditOpportunity opportunity={opportunity} open={editing} onOpenChange={setEditing} />
      <DecideDialog deciding={deciding} onClose={() => setDeciding(undefined)} />
    </>
  )
}

function Remove({ opportunity }: { opportunity: Opportunity }) {
  const [asking, setAsking] = useState(false)
  const navigate = useNavigate()
  const remove = useRemoveOpportunity(opportunity.id)
  const confirm = () =>
    remove.mutate(undefined, {
      onSuccess: () => {
        toast.success(`“${opportunity.title}” is deleted`)
        void navigate({ to: '/pipeline' })
      },
      onError: () => setAsking(false),
    })
  return (
    <>
      <Menu
        trigger={
          <Button variant="ghost" size="icon" aria-label="More actions">
            <Ellipsis aria-hidden />
          </Button>
        }
      >
        <MenuItem
          className="text-immediate [&_svg]:text-immediate"
          onSelect={() => setAsking(true)}
        >
          <Trash2 aria-hidden />
          Delete the opportunity
        </MenuItem>
      </Menu>
      <ConfirmDialog
        open={asking}
        onOpenChange={setAsking}
        title={`Delete “${opportunity.title}”?`}
        confirm="Delete"
        busy={remove.isPending}
        onConfirm={confirm}
      >
        Its stages and activities go with it. A deal that was lost is better said so.
      </ConfirmDialog>
    </>
  )
}
