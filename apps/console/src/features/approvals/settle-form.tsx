import { SettleInput, type ToolCallRecord } from '@insa/contracts'
import { toast } from 'sonner'
import { Button } from '../../ui/button.tsx'
import { Card } from '../../ui/card.tsx'
import { Field, Input, Select, Textarea } from '../../ui/field.tsx'
import { Notice } from '../../ui/notice.tsx'
import { useForm } from '../../ui/use-form.ts'
import { useSettle } from './approvals.api.ts'

type Fate = 'happened' | 'failed' | 'did_not_happen'

interface Values {
  fate: Fate | ''
  output: string
  reason: string
}

const isOver = ({ execution_status: status }: ToolCallRecord) =>
  status === 'succeeded' || status === 'cancelled'

/** What will follow, said before it is sent. */
function consequence(call: ToolCallRecord, fate: Values['fate']): string {
  if (fate === '') return 'Look in the system concerned first. What you say is kept with your name.'
  if (isOver(call))
    return 'Its run has ended already: this is kept on record, and nothing more is done.'
  if (fate === 'did_not_happen') return 'Its run goes on and does it, once.'
  return 'Its run goes on with that. It is not done again.'
}

export function SettleForm({ call }: { call: ToolCallRecord }) {
  const settle = useSettle(call.id)
  const form = useForm<Values, SettleInput>({
    initial: { fate: '', output: '', reason: '' },
    schema: SettleInput,
    read: ({ fate, output, reason }) => {
      if (fate === 'did_not_happen') return { verdict: fate, reason }
      const answer = output.trim() === '' ? {} : { output: output.trim() }
      const outcome = fate === 'failed' ? 'failed' : 'succeeded'
      return { verdict: fate && 'happened', outcome, reason, ...answer }
    },
    submit: async (input) => {
      await settle.mutateAsync(input)
      toast.success('Settled')
    },
  })
  const { fate, output, reason } = form.values
  if (!call.may_settle) {
    return <Notice tone="info">{call.may_not_because ?? 'Somebody else has to look.'}</Notice>
  }
  return (
    <Card title="What happened?">
      <form onSubmit={form.onSubmit} noValidate className="grid gap-4">
        {form.formError && <Notice tone="bad">{form.formError}</Notice>}
        <Field
          label="You have looked, and"
          hint={consequence(call, fate)}
          error={form.error('verdict') && 'Say what happened.'}
        >
          {(control) => (
            <Select
              {...control}
              value={fate}
              onChange={(event) => form.set('fate', event.target.value as Values['fate'])}
            >
              <option value="" disabled>
                Choose
              </option>
              <option value="happened">it happened</option>
              <option value="failed">it was tried, and failed</option>
              <option value="did_not_happen">it did not happen</option>
            </Select>
          )}
        </Field>
        {fate === 'happened' && (
          <Field
            label="What the tool would have answered"
            optional
            hint="A number, an id: the run goes on with it."
            error={form.error('output')}
          >
            {(control) => (
              <Input
                {...control}
                value={output}
                onChange={(event) => form.set('output', event.target.value)}
              />
            )}
          </Field>
        )}
        <Field label="How you know" error={form.error('reason')}>
          {(control) => (
            <Textarea
              {...control}
              className="min-h-16"
              value={reason}
              onChange={(event) => form.set('reason', event.target.value)}
            />
          )}
        </Field>
        <Button
          type="submit"
          variant="primary"
          className="justify-self-end"
          disabled={fate === ''}
          busy={form.busy}
        >
          Settle it
        </Button>
      </form>
    </Card>
  )
}
