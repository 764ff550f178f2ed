import { type Opportunity, OpportunityLost, OpportunityWon } from '@insa/contracts'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { toast } from 'sonner'
import { AreaField, SelectField, TextField } from '../../records/form-fields.tsx'
import { Button } from '../../ui/button.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { Notice } from '../../ui/notice.tsx'
import { useForm } from '../../ui/use-form.ts'
import { salesProcessQuery, useLose, useWin } from './opportunities.api.ts'

export interface Deciding {
  opportunity: Opportunity
  how: 'won' | 'lost'
}

interface DecideDialogProps {
  deciding: Deciding | undefined
  onClose: () => void
}

/** Asks why before a deal ends: what nobody writes down now is never known. */
export function DecideDialog({ deciding, onClose }: DecideDialogProps) {
  const isWon = deciding?.how === 'won'
  return (
    <Dialog
      open={deciding !== undefined}
      onOpenChange={(open) => !open && onClose()}
      title={isWon ? 'Won' : 'Lost'}
      description={
        deciding &&
        (isWon && deciding.opportunity.customer_id === null
          ? `“${deciding.opportunity.title}”: ${deciding.opportunity.customer_name} becomes a customer, with its person as contact.`
          : `“${deciding.opportunity.title}” of ${deciding.opportunity.customer_name}`)
      }
    >
      {deciding &&
        (isWon ? (
          <WonForm opportunity={deciding.opportunity} onDone={onClose} />
        ) : (
          <LostForm opportunity={deciding.opportunity} onDone={onClose} />
        ))}
    </Dialog>
  )
}

interface DecideFormProps {
  opportunity: Opportunity
  onDone: () => void
}

function WonForm({ opportunity, onDone }: DecideFormProps) {
  const win = useWin(opportunity)
  const { data: process } = useQuery(salesProcessQuery)
  const form = useForm({
    initial: { won_reason: '' },
    schema: OpportunityWon,
    read: ({ won_reason }) => (won_reason ? { won_reason } : {}),
    submit: async (input) => {
      await win.mutateAsync(input)
      toast.success(`“${opportunity.title}” is won`)
      onDone()
    },
  })
  return (
    <form onSubmit={form.onSubmit} noValidate className="grid gap-4">
      {form.formError && <Notice tone="bad">{form.formError}</Notice>}
      <SelectField
        form={form}
        name="won_reason"
        label="What decided it"
        options={process?.won_reasons ?? []}
        none="Not known"
      />
      <Buttons onCancel={onDone} busy={form.busy} verb="Won" />
    </form>
  )
}

function LostForm({ opportunity, onDone }: DecideFormProps) {
  const lose = useLose(opportunity)
  const [chosen, setChosen] = useState<string[]>([])
  const { data: process } = useQuery(salesProcessQuery)
  const form = useForm({
    initial: { order_lost_reason: '', competitors: '' },
    schema: OpportunityLost,
    read: ({ order_lost_reason, competitors }) => ({
      lost_reasons: chosen,
      ...(order_lost_reason.trim() ? { order_lost_reason } : {}),
      ...(competitors.trim() ? { competitors: [competitors] } : {}),
    }),
    submit: async (input) => {
      await lose.mutateAsync(input)
      toast.success(`“${opportunity.title}” is lost`)
      onDone()
    },
  })
  const toggle = (reason: string) =>
    setChosen(chosen.includes(reason) ? chosen.filter((r) => r !== reason) : [...chosen, reason])
  return (
    <form onSubmit={form.onSubmit} noValidate className="grid gap-4">
      {form.formError && <Notice tone="bad">{form.formError}</Notice>}
      <fieldset className="grid gap-1.5">
        <legend className="mb-1 font-medium text-ink-2 text-sm">Why</legend>
        <div className="flex flex-wrap gap-1.5">
          {(process?.lost_reasons ?? []).map((reason) => (
            <button
              key={reason}
              type="button"
              aria-pressed={chosen.includes(reason)}
              onClick={() => toggle(reason)}
              className="h-8 rounded-full border border-edge/60 px-3 text-ink-2 text-sm hover:bg-hover aria-pressed:border-accent aria-pressed:bg-accent-soft aria-pressed:font-semibold aria-pressed:text-accent"
            >
              {reason}
            </button>
          ))}
        </div>
        {chosen.length === 0 && form.error('lost_reasons') && (
          <p role="alert" className="text-immediate text-xs">
            Choose at least one reason.
          </p>
        )}
      </fieldset>
      <TextField form={form} name="competitors" label="Who has it now" optional />
      <AreaField form={form} name="order_lost_reason" label="In words" optional />
      <Buttons onCancel={onDone} busy={form.busy} verb="Lost" />
    </form>
  )
}

interface ButtonsProps {
  onCancel: () => void
  busy: boolean
  verb: string
}

const Buttons = ({ onCancel, busy, verb }: ButtonsProps) => (
  <div className="flex justify-end gap-2">
    <Button onClick={onCancel}>Cancel</Button>
    <Button type="submit" variant="primary" busy={busy}>
      {verb}
    </Button>
  </div>
)
