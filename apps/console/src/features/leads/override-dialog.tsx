import { type LeadScore, Priority, RecommendedAction, ScoreOverrideInput } from '@insa/contracts'
import { toast } from 'sonner'
import { Button } from '../../ui/button.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { Field, Input, Select, Textarea } from '../../ui/field.tsx'
import { formatScore } from '../../ui/format.ts'
import { ACTION_LABEL, PRIORITY_LABEL } from '../../ui/labels.ts'
import { Notice } from '../../ui/notice.tsx'
import { useForm } from '../../ui/use-form.ts'
import { useOverrideScore } from './leads.api.ts'

interface OverrideDialogProps {
  leadId: string
  score: LeadScore
  open: boolean
  onOpenChange: (open: boolean) => void
}

export function OverrideDialog({ leadId, score, open, onOpenChange }: OverrideDialogProps) {
  return (
    <Dialog
      open={open}
      onOpenChange={onOpenChange}
      title="Override the score"
      description="Your values stand until you take them back. The machine keeps judging beside them, and both are kept with your reason."
    >
      <OverrideForm leadId={leadId} score={score} onDone={() => onOpenChange(false)} />
    </Dialog>
  )
}

interface OverrideFormProps {
  leadId: string
  score: LeadScore
  onDone: () => void
}

function OverrideForm({ leadId, score, onDone }: OverrideFormProps) {
  const override = useOverrideScore(leadId)
  const former = score.override
  const form = useForm({
    initial: {
      qualification_score: former?.qualification_score?.toString() ?? '',
      priority: former?.priority ?? '',
      recommended_action: former?.recommended_action ?? '',
      reason: former?.reason ?? '',
    },
    schema: ScoreOverrideInput,
    read: (values) => ({
      reason: values.reason,
      ...(values.qualification_score && {
        qualification_score: Number(values.qualification_score),
      }),
      ...(values.priority && { priority: values.priority }),
      ...(values.recommended_action && { recommended_action: values.recommended_action }),
    }),
    submit: async (input) => {
      await override.mutateAsync(input)
      toast.success('Your override stands')
      onDone()
    },
  })
  const fault = form.formError ?? form.error('')
  return (
    <form onSubmit={form.onSubmit} noValidate className="grid gap-4">
      {fault && <Notice tone="bad">{fault}</Notice>}
      <div className="grid gap-3 sm:grid-cols-3">
        <Field
          label="Score"
          hint={`Machine: ${formatScore(score.qualification_score)}`}
          error={form.error('qualification_score')}
        >
          {(control) => (
            <Input
              {...control}
              type="number"
              min={0}
              max={100}
              placeholder="unchanged"
              value={form.values.qualification_score}
              onChange={(event) => form.set('qualification_score', event.target.value)}
            />
          )}
        </Field>
        <Field
          label="Priority"
          hint={`Machine: ${PRIORITY_LABEL[score.priority]}`}
          error={form.error('priority')}
        >
          {(control) => (
            <Select
              {...control}
              value={form.values.priority}
              onChange={(event) => form.set('priority', event.target.value as Priority)}
            >
              <option value="">Unchanged</option>
              {Priority.options.map((priority) => (
                <option key={priority} value={priority}>
                  {PRIORITY_LABEL[priority]}
                </option>
              ))}
            </Select>
          )}
        </Field>
        <Field
          label="Action"
          hint={`Machine: ${ACTION_LABEL[score.recommended_action]}`}
          error={form.error('recommended_action')}
        >
          {(control) => (
            <Select
              {...control}
              value={form.values.recommended_action}
              onChange={(event) =>
                form.set('recommended_action', event.target.value as RecommendedAction)
              }
            >
              <option value="">Unchanged</option>
              {RecommendedAction.options.map((action) => (
                <option key={action} value={action}>
                  {ACTION_LABEL[action]}
                </option>
              ))}
            </Select>
          )}
        </Field>
      </div>
      <Field
        label="Reason"
        hint="What you know that the lead does not say."
        error={form.error('reason')}
      >
        {(control) => (
          <Textarea
            {...control}
            value={form.values.reason}
            onChange={(event) => form.set('reason', event.target.value)}
          />
        )}
      </Field>
      <div className="flex justify-end gap-2">
        <Button onClick={onDone}>Cancel</Button>
        <Button type="submit" variant="primary" busy={form.busy}>
          Override
        </Button>
      </div>
    </form>
  )
}
