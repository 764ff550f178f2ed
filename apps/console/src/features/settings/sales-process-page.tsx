import { DEFAULT_SALES_PROCESS, type SalesProcess, SalesProcessInput } from '@insa/contracts'
import { useQuery } from '@tanstack/react-query'
import { toast } from 'sonner'
import { useCan } from '../../app/session.ts'
import { Button } from '../../ui/button.tsx'
import { Card } from '../../ui/card.tsx'
import { Loaded } from '../../ui/loaded.tsx'
import { Notice } from '../../ui/notice.tsx'
import { useForm } from '../../ui/use-form.ts'
import { draftOf, toProcess } from './sales-process-draft.ts'
import { SaveRow } from './save-row.tsx'
import { salesProcessQuery, useSaveSalesProcess } from './settings.api.ts'
import { StageList } from './stage-list.tsx'
import { TagInput } from './tag-input.tsx'

export function SalesProcessPage() {
  // What was saved begins anew: its names are the ones that a further change renames.
  return (
    <Loaded query={useQuery(salesProcessQuery)} rows={8} label="Loading the sales process">
      {(data) => <ProcessForm key={JSON.stringify(data)} process={data} />}
    </Loaded>
  )
}

const REASONS = [
  { name: 'won_reasons', label: 'Why we win', hint: 'Offered when an opportunity is won.' },
  { name: 'lost_reasons', label: 'Why we lose', hint: 'One at least is asked for, and counted.' },
] as const

function ProcessForm({ process }: { process: SalesProcess }) {
  const can = useCan()
  const save = useSaveSalesProcess()
  const locked = !can('settings:write')
  const form = useForm({
    initial: draftOf(process),
    schema: SalesProcessInput,
    read: toProcess,
    submit: async (value) => {
      await save.mutateAsync(value)
      toast.success('Saved', { description: 'Open opportunities went along.' })
    },
  })
  return (
    <form onSubmit={form.onSubmit} noValidate className="grid max-w-3xl gap-4">
      <p className="text-ink-2">
        The stages that an opportunity moves through, in order. It has its stage’s probability
        unless a person gave it one of its own; the pipeline is weighted by it.
      </p>
      {locked && (
        <Notice tone="info">Changing the process needs a manager or an administrator.</Notice>
      )}
      {form.formError && <Notice tone="bad">{form.formError}</Notice>}
      <StageList
        stages={form.values.stages}
        locked={locked}
        error={form.error}
        onChange={(stages) => form.set('stages', stages)}
      />
      <Card title="Reasons">
        <div className="grid gap-5">
          {REASONS.map(({ name, ...words }) => (
            <TagInput
              key={name}
              {...words}
              values={form.values[name]}
              onChange={(values) => form.set(name, values)}
              error={form.error(name)}
              disabled={locked}
            />
          ))}
        </div>
      </Card>
      {!locked && (
        <SaveRow form={form} onUndo={() => form.reset(draftOf(process))}>
          <Button
            variant="ghost"
            onClick={() => {
              const { won_reasons, lost_reasons } = DEFAULT_SALES_PROCESS
              form.fill({ won_reasons, lost_reasons })
            }}
          >
            Default reasons
          </Button>
        </SaveRow>
      )}
    </form>
  )
}
