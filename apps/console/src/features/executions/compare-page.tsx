import { ApiError, type Execution, LeadScore } from '@insa/contracts'
import { useQuery } from '@tanstack/react-query'
import { getRouteApi, Link } from '@tanstack/react-router'
import { ChevronLeft } from 'lucide-react'
import { NotFoundPage } from '../../app/page-error.tsx'
import { PageSkeleton } from '../../app/page-skeleton.tsx'
import { Notice } from '../../ui/notice.tsx'
import { Page } from '../../ui/page.tsx'
import { ErrorState } from '../../ui/states.tsx'
import { CompareFactors } from './compare-factors.tsx'
import { CompareFacts } from './compare-facts.tsx'
import { executionQuery, isFinal } from './executions.api.ts'
import { JsonBlock } from './json-block.tsx'

const route = getRouteApi('/shell/executions/$executionId/compare')

/** A replay beside the run that it is of. */
export function ComparePage() {
  const { executionId } = route.useParams()
  const replay = useQuery(executionQuery(executionId))
  const of = replay.data?.replay?.of
  const first = useQuery({ ...executionQuery(of ?? ''), enabled: of !== undefined })
  const error = replay.error ?? first.error
  if (replay.data && !of) return <NotFoundPage />
  if (replay.data && first.data) return <Comparison first={first.data} replay={replay.data} />
  if (error instanceof ApiError && error.status === 404) return <NotFoundPage />
  if (error) return <ErrorState error={error} onRetry={() => void replay.refetch()} />
  return <PageSkeleton />
}

function Comparison({ first, replay }: { first: Execution; replay: Execution }) {
  const [then, now] = [first, replay].map(
    ({ output_data }) => LeadScore.safeParse(output_data).data ?? null,
  )
  return (
    <Page
      title="Replay, side by side"
      lead={wordsOf(replay)}
      above={
        <Link
          to="/executions/$executionId"
          params={{ executionId: first.id }}
          className="-ml-1 inline-flex items-center gap-0.5 text-ink-2 text-sm hover:text-accent"
        >
          <ChevronLeft aria-hidden className="size-4" />
          The run that it is of
        </Link>
      }
    >
      {replay.error && (
        <Notice tone="bad">
          <p className="font-medium">{replay.error.message}</p>
          <p className="font-mono text-ink-2 text-xs">{replay.error.code}</p>
        </Notice>
      )}
      {!isFinal(replay) && (
        <p role="status" className="text-ink-2">
          The replay is {replay.status}…
        </p>
      )}
      <CompareFacts first={first} replay={replay} scores={[then ?? null, now ?? null]} />
      {then && now ? (
        <CompareFactors then={then} now={now} />
      ) : (
        <div className="grid items-start gap-4 lg:grid-cols-2">
          <JsonBlock title="Output then" value={first.output_data} />
          <JsonBlock title="Output of the replay" value={replay.output_data} />
        </div>
      )}
    </Page>
  )
}

/** What was changed for it. */
function wordsOf({ replay }: Execution): string {
  const changes = [
    replay?.engine ? `the engine ${replay.engine}` : '',
    replay?.model ? `the model ${replay.model}` : '',
    replay?.prompt ? 'another prompt' : '',
  ].filter(Boolean)
  return changes.length > 0
    ? `With ${changes.join(', ')}. Nothing of it was stored, written or sent.`
    : 'As the site has it now. Nothing of it was stored, written or sent.'
}
