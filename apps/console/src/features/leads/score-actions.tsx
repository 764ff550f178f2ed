import type { LeadScore } from '@insa/contracts'
import { Undo2, UserPen } from 'lucide-react'
import { useState } from 'react'
import { toast } from 'sonner'
import { useCan } from '../../app/session.ts'
import { Button } from '../../ui/button.tsx'
import { useWithdrawOverride } from './leads.api.ts'
import { OverrideDialog } from './override-dialog.tsx'

/** Override, and the way back. */
export function ScoreActions({ leadId, score }: { leadId: string; score: LeadScore }) {
  const [open, setOpen] = useState(false)
  const withdraw = useWithdrawOverride(leadId)
  const can = useCan()
  if (!can('scores:override')) return null
  const onWithdraw = async () => {
    try {
      await withdraw.mutateAsync(undefined)
      toast.success('The machine’s values stand again')
    } catch (error) {
      toast.error(error instanceof Error ? error.message : 'The override still stands')
    }
  }
  return (
    <>
      <Button size="sm" onClick={() => setOpen(true)}>
        <UserPen aria-hidden />
        {score.override ? 'Change override' : 'Override'}
      </Button>
      {score.override && (
        <Button size="sm" busy={withdraw.isPending} onClick={() => void onWithdraw()}>
          <Undo2 aria-hidden />
          Withdraw override
        </Button>
      )}
      <OverrideDialog leadId={leadId} score={score} open={open} onOpenChange={setOpen} />
    </>
  )
}
