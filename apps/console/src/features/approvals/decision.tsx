import { ApiError, type Approval } from '@insa/contracts'
import { useState } from 'react'
import { toast } from 'sonner'
import { Button } from '../../ui/button.tsx'
import { Card } from '../../ui/card.tsx'
import { Field, Textarea } from '../../ui/field.tsx'
import { Notice } from '../../ui/notice.tsx'
import { useDecide } from './approvals.api.ts'
import { readArguments } from './read-arguments.ts'

/** Approve, change and approve, or reject with words that the agent receives. */
export function Decision({ approval }: { approval: Approval }) {
  const decide = useDecide(approval.id)
  const [reason, setReason] = useState('')
  const [edited, setEdited] = useState<string | null>(null)
  if (!approval.may_decide) {
    return <Notice tone="info">{approval.may_not_because ?? 'Somebody else has to decide.'}</Notice>
  }
  const read = edited === null ? null : readArguments(edited)
  const fault = read?.fault ?? faultOf(decide.error)
  const submit = (approve: boolean) =>
    decide.mutate(
      {
        approve,
        reason: reason.trim(),
        ...(approve && read?.value ? { arguments: read.value } : {}),
      },
      { onSuccess: () => toast.success(approve ? 'Approved' : 'Rejected. The agent is told why.') },
    )
  return (
    <Card title="Your decision">
      <div className="grid gap-4">
        {fault && <Notice tone="bad">{fault}</Notice>}
        {edited === null ? (
          <Button
            className="justify-self-start"
            onClick={() => setEdited(JSON.stringify(approval.arguments, null, 2))}
          >
            Change it first
          </Button>
        ) : (
          <Field label="Arguments" hint="JSON. Checked as if the agent had asked for this.">
            {(control) => (
              <Textarea
                {...control}
                spellCheck={false}
                className="min-h-40 font-mono text-xs"
                value={edited}
                onChange={(event) => setEdited(event.target.value)}
              />
            )}
          </Field>
        )}
        <Field label="Reason" hint="Needed to reject: the agent reads it as the tool’s answer.">
          {(control) => (
            <Textarea
              {...control}
              className="min-h-16"
              value={reason}
              onChange={(event) => setReason(event.target.value)}
            />
          )}
        </Field>
        <div className="flex flex-wrap justify-end gap-2">
          {edited !== null && (
            <Button variant="ghost" onClick={() => setEdited(null)}>
              As the agent asked
            </Button>
          )}
          <Button
            variant="danger"
            disabled={reason.trim() === ''}
            busy={decide.isPending && decide.variables.approve === false}
            onClick={() => submit(false)}
          >
            Reject
          </Button>
          <Button
            variant="primary"
            disabled={read?.fault !== undefined}
            busy={decide.isPending && decide.variables.approve}
            onClick={() => submit(true)}
          >
            {edited === null ? 'Approve' : 'Approve as changed'}
          </Button>
        </div>
      </div>
    </Card>
  )
}

function faultOf(error: unknown): string | undefined {
  if (error === null) return undefined
  if (!(error instanceof ApiError)) return 'That did not reach the server. Try again.'
  return error.problem.errors?.[0]?.message ?? error.problem.detail
}
