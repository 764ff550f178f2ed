import { type Budget, BudgetSettings, DEFAULT_BUDGETS, OnCrossing } from '@insa/contracts'
import { useQuery } from '@tanstack/react-query'
import { toast } from 'sonner'
import { useCan } from '../../app/session.ts'
import { Button } from '../../ui/button.tsx'
import { Card } from '../../ui/card.tsx'
import { Field, Input, Select } from '../../ui/field.tsx'
import { Loaded } from '../../ui/loaded.tsx'
import { Notice } from '../../ui/notice.tsx'
import { type Form, useForm } from '../../ui/use-form.ts'
import { SaveRow } from './save-row.tsx'
import { budgetsQuery, useSaveBudgets } from './settings.api.ts'

const LIMITS = [
  {
    name: 'run',
    title: 'A run',
    hint: 'One execution with all its calls, corrections and retries.',
  },
  { name: 'day', title: 'A day', hint: 'Of the whole organization. Days are UTC.' },
  { name: 'deal', title: 'A deal', hint: 'A lead, and a customer, over all their runs.' },
] as const satisfies { name: keyof BudgetSettings; title: string; hint: string }[]

const ON_CROSSING: Record<OnCrossing, string> = {
  downgrade: 'Ask a cheaper model, at last the baseline',
  stop: 'Stop: the run fails',
  ask: 'Ask a person: the run waits',
}

export function BudgetsPage() {
  return (
    <Loaded query={useQuery(budgetsQuery)} rows={4} label="Loading the budgets">
      {(data) => <BudgetsForm settings={data} />}
    </Loaded>
  )
}

function BudgetsForm({ settings }: { settings: BudgetSettings }) {
  const can = useCan()
  const save = useSaveBudgets()
  const locked = !can('settings:write')
  const form = useForm({
    initial: settings,
    schema: BudgetSettings,
    submit: async (value) => {
      await save.mutateAsync(value)
      toast.success('Saved', { description: 'The next call of a model is measured by it.' })
    },
  })
  return (
    <form onSubmit={form.onSubmit} noValidate className="grid max-w-3xl gap-4">
      <p className="text-ink-2">
        Before each call of a model all that it can cost is held back; what does not fit is not
        asked. The baseline costs nothing and is never limited.
      </p>
      {locked && <Notice tone="info">Changing limits needs a manager or an administrator.</Notice>}
      {form.formError && <Notice tone="bad">{form.formError}</Notice>}
      {LIMITS.map((limit) => (
        <LimitCard key={limit.name} {...limit} form={form} locked={locked} />
      ))}
      {!locked && (
        <SaveRow form={form} onUndo={() => form.fill(settings)}>
          <Button variant="ghost" onClick={() => form.fill(DEFAULT_BUDGETS)}>
            Defaults
          </Button>
        </SaveRow>
      )}
    </form>
  )
}

interface LimitCardProps {
  name: keyof BudgetSettings
  title: string
  hint: string
  form: Form<BudgetSettings>
  locked: boolean
}

function LimitCard({ name, title, hint, form, locked }: LimitCardProps) {
  const budget = form.values[name]
  const set = (change: Partial<Budget>) => form.set(name, { ...budget, ...change })
  return (
    <Card title={title}>
      <div className="grid gap-4 sm:grid-cols-2">
        <Field
          label="May cost, US dollars"
          hint={`${hint} Empty: no limit.`}
          error={form.error(`${name}.limit_usd`)}
        >
          {(control) => (
            <Input
              {...control}
              inputMode="decimal"
              disabled={locked}
              value={budget.limit_usd ?? ''}
              onChange={(event) => set({ limit_usd: event.target.value.trim() || null })}
            />
          )}
        </Field>
        <Field label="When the next call could pass it">
          {(control) => (
            <Select
              {...control}
              disabled={locked}
              value={budget.on_crossing}
              onChange={(event) => set({ on_crossing: OnCrossing.parse(event.target.value) })}
            >
              {OnCrossing.options.map((choice) => (
                <option key={choice} value={choice}>
                  {ON_CROSSING[choice]}
                </option>
              ))}
            </Select>
          )}
        </Field>
      </div>
    </Card>
  )
}
