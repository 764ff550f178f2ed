import type { Lead } from '@insa/contracts'
import { Link, useNavigate } from '@tanstack/react-router'
import { Bird, CircleGauge, Ellipsis, Pencil, Trash2 } from 'lucide-react'
import { useState } from 'react'
import { toast } from 'sonner'
import { useCan } from '../../app/session.ts'
import { useShortcuts } from '../../app/shortcuts.ts'
import { useIsCanary, useMarkCanary } from '../../records/canaries.api.ts'
import { Button, buttonClass } from '../../ui/button.tsx'
import { ConfirmDialog } from '../../ui/dialog.tsx'
import { leadTitle } from '../../ui/labels.ts'
import { Menu, MenuItem } from '../../ui/menu.tsx'
import { ConvertButton } from './lead-deals.tsx'
import { useQualifyLead, useRemoveLead } from './leads.api.ts'

interface LeadActionsProps {
  lead: Lead
  /** Gets the id of the execution that was begun. */
  onQualifying: (executionId: string) => void
}

export function LeadActions({ lead, onQualifying }: LeadActionsProps) {
  const can = useCan()
  const navigate = useNavigate()
  const qualify = useQualifyLead(lead.id)
  const mayQualify = can('leads:qualify')
  const mayWrite = can('leads:write')
  const start = () => {
    if (qualify.isPending) return
    qualify.mutate(undefined, { onSuccess: (execution) => onQualifying(execution.id) })
  }
  const edit = () => void navigate({ to: '/leads/$leadId/edit', params: { leadId: lead.id } })
  useShortcuts([
    ...(mayQualify ? [{ keys: 'q', does: 'Qualify', group: 'Lead', run: start } as const] : []),
    ...(mayWrite ? [{ keys: 'e', does: 'Edit', group: 'Lead', run: edit } as const] : []),
    {
      keys: 'u',
      does: 'Back to the list',
      group: 'Lead',
      run: () => void navigate({ to: '/leads' }),
    },
  ])
  return (
    <>
      {mayWrite && (
        <Link to="/leads/$leadId/edit" params={{ leadId: lead.id }} className={buttonClass()}>
          <Pencil aria-hidden />
          Edit
        </Link>
      )}
      <ConvertButton lead={lead} />
      {mayQualify && (
        <Button variant="primary" busy={qualify.isPending} onClick={start}>
          <CircleGauge aria-hidden />
          {lead.score ? 'Qualify again' : 'Qualify'}
        </Button>
      )}
      {can('leads:delete') && <MoreActions lead={lead} />}
    </>
  )
}

function MoreActions({ lead }: { lead: Lead }) {
  const [asking, setAsking] = useState(false)
  const isCanary = useIsCanary(lead.id)
  const mark = useMarkCanary()
  const makeCanary = () =>
    mark.mutate(
      { record_id: lead.id },
      { onSuccess: () => toast.success(`${leadTitle(lead)} is a canary`) },
    )
  const navigate = useNavigate()
  const remove = useRemoveLead(lead.id)
  const confirm = () =>
    remove.mutate(undefined, {
      onSuccess: () => {
        toast.success(`${leadTitle(lead)} is deleted`)
        void navigate({ to: '/leads' })
      },
      onError: () => setAsking(false),
    })
  return (
    <>
      <Menu
        trigger={
          <Button variant="ghost" size="icon" aria-label="More actions">
            <Ellipsis aria-hidden />
          </Button>
        }
      >
        {isCanary === false && (
          <MenuItem onSelect={makeCanary}>
            <Bird aria-hidden />
            Make it a canary
          </MenuItem>
        )}
        <MenuItem
          className="text-immediate [&_svg]:text-immediate"
          onSelect={() => setAsking(true)}
        >
          <Trash2 aria-hidden />
          Delete the lead
        </MenuItem>
      </Menu>
      <ConfirmDialog
        open={asking}
        onOpenChange={setAsking}
        title={`Delete ${leadTitle(lead)}?`}
        confirm="Delete"
        busy={remove.isPending}
        onConfirm={confirm}
      >
        Its scores and their history go with it. This cannot be taken back.
      </ConfirmDialog>
    </>
  )
}
