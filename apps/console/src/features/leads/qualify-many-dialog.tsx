import type { BatchEstimate, BatchHours, LeadFilter } from '@insa/contracts'
import { type UseQueryResult, useQuery } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { type ReactNode, useState } from 'react'
import { toast } from 'sonner'
import { Button } from '../../ui/button.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { formatInstant } from '../../ui/format.ts'
import { Notice } from '../../ui/notice.tsx'
import { BatchHoursFields } from './batch-hours-fields.tsx'
import { countLeads } from './batch-words.ts'
import { batchHoursQuery, estimateQuery, useStartBatch } from './batches.api.ts'
import { hasFilters, type LeadsSearch } from './leads.search.ts'

interface QualifyManyProps {
  search: LeadsSearch
  open: boolean
  onOpenChange: (open: boolean) => void
}

/** Which leads, when, and what it will cost: nothing begins before the estimate was seen. */
export function QualifyManyDialog({ search, open, onOpenChange }: QualifyManyProps) {
  const hours = useQuery({ ...batchHoursQuery(), enabled: open })
  return (
    <Dialog
      open={open}
      onOpenChange={onOpenChange}
      title="Qualify many"
      description="They stand behind everything that somebody waits for, and you may leave: the batch goes on by itself."
    >
      {hours.data && (
        <QualifyManyForm search={search} hours={hours.data} onDone={() => onOpenChange(false)} />
      )}
    </Dialog>
  )
}

type Which = 'unscored' | 'shown'

interface FormProps {
  search: LeadsSearch
  hours: BatchHours
  onDone: () => void
}

function QualifyManyForm({ search, hours: given, onDone }: FormProps) {
  const navigate = useNavigate()
  const start = useStartBatch()
  const isFiltered = hasFilters(search)
  const [which, setWhich] = useState<Which>(isFiltered ? 'shown' : 'unscored')
  const [atNight, setAtNight] = useState(false)
  const [hours, setHours] = useState(given)
  const [offPeak, setOffPeak] = useState(false)
  const input = {
    leads: { filter: which === 'shown' ? filterOf(search) : { scored: 'no' as const } },
    window: atNight ? hours : null,
    off_peak: offPeak,
  }
  const estimate = useQuery(estimateQuery(input))
  const leads = estimate.data?.leads ?? 0
  const begin = () =>
    start.mutate(input, {
      onSuccess: () => {
        toast.success('The batch is started')
        onDone()
        void navigate({ to: '/leads/batches' })
      },
    })
  return (
    <div className="grid gap-4">
      <Choice legend="Which leads">
        <Radio name="which" checked={which === 'unscored'} onChoose={() => setWhich('unscored')}>
          All that are not scored yet
        </Radio>
        <Radio name="which" checked={which === 'shown'} onChoose={() => setWhich('shown')}>
          {isFiltered ? 'All that the list’s filters let through' : 'All leads, scored or not'}
        </Radio>
      </Choice>
      <Choice legend="When">
        <Radio name="when" checked={!atNight} onChoose={() => setAtNight(false)}>
          Now
        </Radio>
        <Radio name="when" checked={atNight} onChoose={() => setAtNight(true)}>
          In these hours only
        </Radio>
        {atNight && <BatchHoursFields hours={hours} onChange={setHours} />}
      </Choice>
      {estimate.data && estimate.data.off_peak_usd !== null && (
        <label className="flex items-center gap-2 text-sm">
          <input
            type="checkbox"
            checked={offPeak}
            onChange={(event) => setOffPeak(event.target.checked)}
          />
          By Message Batches: half the price, within a day
        </label>
      )}
      <Estimate query={estimate} />
      {start.error && <Notice tone="bad">{start.error.message}</Notice>}
      <div className="flex justify-end gap-2">
        <Button onClick={onDone}>Cancel</Button>
        <Button
          variant="primary"
          busy={start.isPending}
          disabled={leads === 0 || estimate.isError || estimate.isPlaceholderData}
          onClick={begin}
        >
          Qualify {leads > 0 && countLeads(leads)}
        </Button>
      </div>
    </div>
  )
}

interface EstimateProps {
  query: Pick<UseQueryResult<BatchEstimate>, 'data' | 'error' | 'isPlaceholderData'>
}

function Estimate({ query }: EstimateProps) {
  if (query.error) return <Notice tone="bad">{query.error.message}</Notice>
  if (!query.data) return <Notice tone="info">Counting…</Notice>
  return (
    <Notice
      tone={query.data.budget.crosses ? 'bad' : 'info'}
      className={query.isPlaceholderData ? 'opacity-60' : ''}
    >
      {query.data.message} {beginning(query.data)}
    </Notice>
  )
}

const beginning = ({ leads, window }: BatchEstimate): string =>
  window === null || leads === 0
    ? ''
    : Date.parse(window.opens_at) > Date.now()
      ? `It would begin ${formatInstant(window.opens_at)}.`
      : `It would begin now; these hours end ${formatInstant(window.closes_at)}.`

/** What the list shows, without its order. */
const filterOf = ({ sort: _, ...filter }: LeadsSearch): LeadFilter => filter

function Choice({ legend, children }: { legend: string; children: ReactNode }) {
  return (
    <fieldset className="grid gap-2">
      <legend className="mb-1 font-medium text-ink-2 text-sm">{legend}</legend>
      {children}
    </fieldset>
  )
}

interface RadioProps {
  name: string
  checked: boolean
  onChoose: () => void
  children: ReactNode
}

function Radio({ name, checked, onChoose, children }: RadioProps) {
  return (
    <label className="flex items-center gap-2">
      <input type="radio" name={name} checked={checked} onChange={onChoose} />
      {children}
    </label>
  )
}
