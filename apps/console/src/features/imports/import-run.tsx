import { FINAL_STATUSES, LeadImportResult } from '@insa/contracts'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { CircleCheck } from 'lucide-react'
import { useEffect } from 'react'
import { client } from '../../app/client.ts'
import { keys } from '../../live/query-keys.ts'
import { Button, buttonClass } from '../../ui/button.tsx'
import { formatNumber } from '../../ui/format.ts'
import { Notice } from '../../ui/notice.tsx'
import { ProgressBar } from '../../ui/progress.tsx'
import { EmptyState, ErrorState } from '../../ui/states.tsx'
import type { Mapping, Sheet } from './mapping.ts'
import { RowFaults } from './row-faults.tsx'

/** Milliseconds between looks, beside the live events. */
const LOOK_MS = 1000

interface ImportRunProps {
  executionId: string
  sheet: Sheet
  mapping: Mapping
  onRestart: () => void
}

/** The import while it runs, and how it ended. */
export function ImportRun({ executionId, sheet, mapping, onRestart }: ImportRunProps) {
  const queryClient = useQueryClient()
  const {
    data: execution,
    error,
    refetch,
  } = useQuery({
    queryKey: keys.execution(executionId),
    queryFn: ({ signal }) => client.executions.get(executionId, { signal }),
    refetchInterval: ({ state }) =>
      state.data && FINAL_STATUSES.includes(state.data.status) ? false : LOOK_MS,
  })
  const done = execution?.status === 'succeeded'
  useEffect(() => {
    if (done) void queryClient.invalidateQueries({ queryKey: keys.leadLists })
  }, [done, queryClient])
  if (!execution) return error ? <ErrorState error={error} onRetry={() => void refetch()} /> : null
  if (done)
    return (
      <Done result={LeadImportResult.safeParse(execution.output_data).data} onRestart={onRestart} />
    )
  if (execution.status === 'failed' || execution.status === 'cancelled') {
    const faults = execution.error?.errors ?? []
    return (
      <>
        <Notice tone="bad">
          <p className="font-medium">
            Nothing was imported. {execution.error?.message ?? 'The import was cancelled.'}
          </p>
          {faults.length > 0 && <p>Mend these rows in the file and choose it again.</p>}
        </Notice>
        <RowFaults faults={faults} sheet={sheet} mapping={mapping} />
        <Button className="justify-self-end" onClick={onRestart}>
          Choose a file
        </Button>
      </>
    )
  }
  const { progress } = execution
  return (
    <section aria-label="Import" className="card grid gap-3 p-5">
      <p role="status" className="num font-medium">
        {progress
          ? `${formatNumber(progress.done)} of ${formatNumber(progress.total)} ${progress.unit}`
          : 'Waiting for its turn…'}
      </p>
      <ProgressBar label="Import" value={progress?.done ?? null} max={progress?.total ?? 0} />
      <p className="text-ink-2 text-sm">
        You may leave this page: the import goes on, and is found under{' '}
        <Link
          to="/executions/$executionId"
          params={{ executionId }}
          className="text-accent underline underline-offset-3"
        >
          Executions
        </Link>
        .
      </p>
    </section>
  )
}

function Done({
  result,
  onRestart,
}: {
  result: LeadImportResult | undefined
  onRestart: () => void
}) {
  const count = result?.imported ?? 0
  return (
    <section className="card">
      <EmptyState
        icon={CircleCheck}
        title={`${formatNumber(count)} ${count === 1 ? 'lead is' : 'leads are'} in`}
        actions={
          <>
            <Link to="/leads" className={buttonClass({ variant: 'primary' })}>
              See the leads
            </Link>
            <Button onClick={onRestart}>Import another file</Button>
          </>
        }
      >
        {result?.qualifying
          ? 'They are being scored now; the list fills in by itself.'
          : 'Automatic scoring is off: qualify them one by one.'}
      </EmptyState>
    </section>
  )
}
