import type { Opportunity, Pipeline } from '@insa/contracts'
import { useQuery } from '@tanstack/react-query'
import { getRouteApi, Link } from '@tanstack/react-router'
import { SearchX, SquareKanban } from 'lucide-react'
import { useState } from 'react'
import { useCan } from '../../app/session.ts'
import { formatSums } from '../../records/money.ts'
import { Button, buttonClass } from '../../ui/button.tsx'
import { formatNumber, formatPercent } from '../../ui/format.ts'
import { Page } from '../../ui/page.tsx'
import { EmptyState, ErrorState, SkeletonRows } from '../../ui/states.tsx'
import { DecideDialog, type Deciding } from './decide-dialog.tsx'
import {
  boardQuery,
  MOST_CARDS,
  pipelineQuery,
  salesProcessQuery,
  useMoveOpportunity,
} from './opportunities.api.ts'
import type { Target } from './opportunity-card.tsx'
import { hasFilters, type PipelineSearch } from './pipeline.search.ts'
import { PipelineBoard } from './pipeline-board.tsx'
import { PipelineTabs } from './pipeline-tabs.tsx'
import { PipelineToolbar } from './pipeline-toolbar.tsx'

const route = getRouteApi('/shell/pipeline')

export function PipelinePage() {
  const search = route.useSearch()
  const navigate = route.useNavigate()
  const pipeline = useQuery(pipelineQuery(search))
  const change = (patch: Partial<PipelineSearch>) =>
    void navigate({ search: (former) => ({ ...former, ...patch }), replace: true })
  const clear = () => void navigate({ search: {}, replace: true })
  const currencies = [
    ...new Set(pipeline.data?.stages.flatMap((s) => s.sums.map((c) => c.currency))),
    ...(search.currency ? [search.currency] : []),
  ]
  return (
    <Page title="Pipeline" lead={pipeline.data && <Totals pipeline={pipeline.data} />}>
      <PipelineToolbar
        search={search}
        currencies={[...new Set(currencies)].sort()}
        onChange={change}
        onClear={clear}
      />
      <Content search={search} pipeline={pipeline.data} onChange={change} onClear={clear} />
    </Page>
  )
}

function Totals({ pipeline }: { pipeline: Pipeline }) {
  const sums = new Map<string, { amount: number; weighted: number; count: number }>()
  for (const { currency, amount, weighted, count } of pipeline.stages.flatMap((s) => s.sums)) {
    const sum = sums.get(currency) ?? { amount: 0, weighted: 0, count: 0 }
    sums.set(currency, {
      amount: sum.amount + Number(amount),
      weighted: sum.weighted + Number(weighted),
      count: sum.count + count,
    })
  }
  const all = [...sums].map(([currency, { amount, weighted, count }]) => ({
    currency,
    count,
    amount: String(amount),
    weighted: String(weighted),
  }))
  const count = all.reduce((n, s) => n + s.count, 0)
  return (
    <span className="num">
      {formatNumber(count)} open: {formatSums(all) || 'no amounts yet'}
      {count > 0 && ` · weighted ${formatSums(all, 'weighted')}`}
      {pipeline.win_rate !== null && ` · ${formatPercent(pipeline.win_rate)} won`}
    </span>
  )
}

interface ContentProps {
  search: PipelineSearch
  pipeline: Pipeline | undefined
  onChange: (patch: Partial<PipelineSearch>) => void
  onClear: () => void
}

function Content({ search, pipeline, onChange, onClear }: ContentProps) {
  const can = useCan()
  const board = useQuery(boardQuery(search))
  const process = useQuery(salesProcessQuery)
  const move = useMoveOpportunity(search)
  const [deciding, setDeciding] = useState<Deciding>()
  const onMove = (opportunity: Opportunity, target: Target) => {
    if ('decide' in target) setDeciding({ opportunity, how: target.decide })
    else move.mutate({ card: opportunity, sales_stage: target.stage })
  }
  const error = board.error ?? process.error
  if (board.data === undefined || process.data === undefined) {
    if (error) return <ErrorState error={error} onRetry={() => void board.refetch()} />
    return <SkeletonRows rows={8} label="Loading the pipeline" />
  }
  const cards = board.data.data
  if (cards.length === 0) return <Nothing filtered={hasFilters(search)} onClear={onClear} />
  const parts = {
    stages: process.data.stages,
    cards,
    pipeline,
    onMove: can('opportunities:write') ? onMove : undefined,
  }
  return (
    <>
      <PipelineBoard {...parts} />
      <PipelineTabs {...parts} stage={search.stage} onStage={(stage) => onChange({ stage })} />
      {board.data.next_cursor && (
        <p className="text-center text-ink-2 text-sm">
          The {MOST_CARDS} that were changed last are shown; the sums are of all.
        </p>
      )}
      <DecideDialog deciding={deciding} onClose={() => setDeciding(undefined)} />
    </>
  )
}

function Nothing({ filtered, onClear }: { filtered: boolean; onClear: () => void }) {
  return (
    <div className="card">
      {filtered ? (
        <EmptyState
          icon={SearchX}
          title="No opportunity matches"
          actions={<Button onClick={onClear}>Clear search and filters</Button>}
        />
      ) : (
        <EmptyState
          icon={SquareKanban}
          title="Nothing in the pipeline yet"
          actions={
            <Link to="/leads" className={buttonClass({ variant: 'primary' })}>
              To the leads
            </Link>
          }
        >
          Open a lead that is worth it and press “Make an opportunity”.
        </EmptyState>
      )}
    </div>
  )
}
