import { ApiError, type Lead } from '@insa/contracts'
import { useQuery } from '@tanstack/react-query'
import { getRouteApi, Link } from '@tanstack/react-router'
import { ChevronLeft } from 'lucide-react'
import { useState } from 'react'
import { NotFoundPage } from '../../app/page-error.tsx'
import { ActivitiesCard } from '../../records/activities-card.tsx'
import { CanaryNotice } from '../../records/canary-notice.tsx'
import { leadTitle } from '../../ui/labels.ts'
import { Page } from '../../ui/page.tsx'
import { ErrorState, Skeleton } from '../../ui/states.tsx'
import { DuplicatesCard } from './duplicates-card.tsx'
import { EvidenceLight } from './evidence-light.tsx'
import { FactorList } from './factor-list.tsx'
import { FlagsCard } from './flags-card.tsx'
import { LeadActions } from './lead-actions.tsx'
import { LeadContact } from './lead-contact.tsx'
import { LeadDeals } from './lead-deals.tsx'
import { LeadFacts } from './lead-facts.tsx'
import { leadQuery } from './leads.api.ts'
import { LiveRun } from './live-run.tsx'
import { MessageCard } from './message-card.tsx'
import { QuestionsCard } from './questions-card.tsx'
import { ScoreActions } from './score-actions.tsx'
import { ScoreHistory } from './score-history.tsx'
import { ScoreSummary } from './score-summary.tsx'
import { UnscoredCard } from './unscored-card.tsx'

const route = getRouteApi('/shell/leads/$leadId')

export function LeadPage() {
  const { leadId } = route.useParams()
  const { data: lead, error, refetch } = useQuery(leadQuery(leadId))
  if (lead) return <LeadView key={lead.id} lead={lead} />
  if (error instanceof ApiError && error.status === 404) return <NotFoundPage />
  if (error) return <ErrorState error={error} onRetry={() => void refetch()} />
  return <LeadSkeleton />
}

function LeadView({ lead }: { lead: Lead }) {
  const [run, setRun] = useState<string>()
  const { score } = lead
  const person = [lead.lead_name, lead.job_title].filter(Boolean).join(', ')
  return (
    <Page
      title={leadTitle(lead)}
      above={
        <Link
          to="/leads"
          className="-ml-1 inline-flex items-center gap-0.5 text-ink-2 text-sm hover:text-accent"
        >
          <ChevronLeft aria-hidden className="size-4" />
          Leads
        </Link>
      }
      lead={lead.company_name && person ? person : lead.job_title}
      actions={<LeadActions lead={lead} onQualifying={setRun} />}
    >
      <LeadContact lead={lead} />
      {run && <LiveRun executionId={run} leadId={lead.id} onClose={() => setRun(undefined)} />}
      <CanaryNotice recordId={lead.id} />
      <EvidenceLight>
        {score ? (
          <ScoreSummary score={score} actions={<ScoreActions leadId={lead.id} score={score} />} />
        ) : (
          !run && <UnscoredCard leadId={lead.id} />
        )}
        <LeadCards lead={lead} />
      </EvidenceLight>
    </Page>
  )
}

/** Two columns on a wide screen; on a narrow one the judgement comes before the files. */
function LeadCards({ lead }: { lead: Lead }) {
  const { score } = lead
  const column = 'contents min-w-0 gap-4 xl:grid'
  return (
    <div className="grid items-start gap-4 xl:grid-cols-[minmax(0,7fr)_minmax(0,5fr)]">
      <div className={column}>
        <div className="order-1 min-w-0">
          <MessageCard lead={lead} />
        </div>
        {score && score.questions_to_ask.length > 0 && (
          <div className="order-4 min-w-0">
            <QuestionsCard questions={score.questions_to_ask} />
          </div>
        )}
        <div className="order-6 min-w-0">
          <ActivitiesCard about={{ lead_id: lead.id }} />
        </div>
        <div className="order-6 min-w-0">
          <DuplicatesCard leadId={lead.id} />
        </div>
        <div className="order-7 min-w-0">
          <ScoreHistory leadId={lead.id} />
        </div>
      </div>
      <div className={column}>
        {score && score.flags.length > 0 && (
          <div className="order-2 min-w-0">
            <FlagsCard flags={score.flags} />
          </div>
        )}
        {score && (
          <div className="order-3 min-w-0">
            <FactorList score={score} />
          </div>
        )}
        <div className="order-5 min-w-0">
          <LeadDeals leadId={lead.id} />
        </div>
        <div className="order-5 min-w-0">
          <LeadFacts lead={lead} />
        </div>
      </div>
    </div>
  )
}

function LeadSkeleton() {
  return (
    <div role="status" className="mx-auto grid w-full max-w-[100rem] gap-4 p-4 md:px-6 md:py-5">
      <span className="sr-only">Loading the lead</span>
      <Skeleton className="h-7 w-64" />
      <Skeleton className="w-96 max-w-full" />
      <div className="card flex gap-6 p-4">
        <Skeleton className="size-28 rounded-full" />
        <div className="grid flex-1 content-start gap-3">
          <Skeleton className="w-3/4" />
          <Skeleton className="w-1/2" />
        </div>
      </div>
      <div className="card grid gap-3 p-4">
        <Skeleton className="w-full" />
        <Skeleton className="w-5/6" />
        <Skeleton className="w-2/3" />
      </div>
    </div>
  )
}
