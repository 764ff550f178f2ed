import { type Member, Role } from '@insa/contracts'
import { useQuery } from '@tanstack/react-query'
import { Trash2, UserPlus } from 'lucide-react'
import { useState } from 'react'
import { toast } from 'sonner'
import { useMe } from '../../app/session.ts'
import { Pill } from '../../ui/badges.tsx'
import { Button } from '../../ui/button.tsx'
import { Card } from '../../ui/card.tsx'
import { ConfirmDialog } from '../../ui/dialog.tsx'
import { Select } from '../../ui/field.tsx'
import { ROLE_LABEL } from '../../ui/labels.ts'
import { RelativeTime } from '../../ui/relative-time.tsx'
import { ErrorState, SkeletonRows } from '../../ui/states.tsx'
import { InviteForm } from './invite-form.tsx'
import { NewOrganization } from './new-organization.tsx'
import { membersQuery, useRemoveMember, useSetRole } from './settings.api.ts'

export function MembersPage() {
  const { organization } = useMe()
  const { data, error, refetch } = useQuery(membersQuery(organization.id))
  const [inviting, setInviting] = useState(false)
  return (
    <div className="grid max-w-5xl gap-4">
      <Card
        title={`Members of ${organization.name}`}
        aside={
          <Button size="sm" variant="primary" onClick={() => setInviting(true)}>
            <UserPlus aria-hidden />
            Invite
          </Button>
        }
        flush
      >
        {data ? (
          <ul className="divide-y divide-line">
            {data.data.map((member) => (
              <MemberRow key={member.id} member={member} organizationId={organization.id} />
            ))}
          </ul>
        ) : error ? (
          <ErrorState error={error} onRetry={() => void refetch()} />
        ) : (
          <SkeletonRows rows={3} label="Loading the members" />
        )}
      </Card>
      <NewOrganization />
      <InviteForm organizationId={organization.id} open={inviting} onOpenChange={setInviting} />
    </div>
  )
}

function MemberRow({ member, organizationId }: { member: Member; organizationId: string }) {
  const me = useMe()
  const setRole = useSetRole(organizationId)
  const isMe = member.email === me.email
  const name = member.name || member.email
  const change = (value: string) => {
    const role = Role.parse(value)
    setRole.mutate(
      { id: member.id, role },
      { onSuccess: () => toast.success(`${name} is now ${ROLE_LABEL[role].toLowerCase()}`) },
    )
  }
  return (
    <li className="grid grid-cols-[minmax(0,1fr)_auto_auto] items-center gap-x-3 gap-y-1 px-4 py-2.5">
      <div className="min-w-0">
        <p className="flex items-center gap-2 truncate font-medium">
          {name}
          {isMe && <span className="font-normal text-ink-3 text-sm">you</span>}
          {member.status === 'invited' && <Pill tone="warn">Invited</Pill>}
        </p>
        <p className="truncate text-ink-3 text-sm">
          {member.email} · {member.status === 'invited' ? 'invited' : 'since'}{' '}
          <RelativeTime at={member.created_at} />
        </p>
      </div>
      <Select
        aria-label={`Role of ${name}`}
        value={setRole.isPending ? setRole.variables.role : member.role}
        disabled={isMe}
        onChange={(event) => change(event.target.value)}
        className="h-8 w-36"
      >
        {Role.options.map((role) => (
          <option key={role} value={role}>
            {ROLE_LABEL[role]}
          </option>
        ))}
      </Select>
      <RemoveMember member={member} organizationId={organizationId} disabled={isMe} />
    </li>
  )
}

interface RemoveMemberProps {
  member: Member
  organizationId: string
  disabled: boolean
}

function RemoveMember({ member, organizationId, disabled }: RemoveMemberProps) {
  const [asking, setAsking] = useState(false)
  const remove = useRemoveMember(organizationId)
  const name = member.name || member.email
  const verb = member.status === 'invited' ? 'Withdraw' : 'Remove'
  const confirm = () =>
    remove.mutate(member.id, {
      onSuccess: () => toast.success(`${name} is out`),
      onSettled: () => setAsking(false),
    })
  return (
    <>
      <Button
        variant="ghost"
        size="icon"
        disabled={disabled}
        aria-label={`${verb} ${name}`}
        onClick={() => setAsking(true)}
      >
        <Trash2 aria-hidden />
      </Button>
      <ConfirmDialog
        open={asking}
        onOpenChange={setAsking}
        title={
          member.status === 'invited' ? `Withdraw the invitation of ${name}?` : `Remove ${name}?`
        }
        confirm={verb}
        busy={remove.isPending}
        onConfirm={confirm}
      >
        {member.status === 'invited'
          ? 'The link in the mail stops working.'
          : 'They lose access at once. Their leads and overrides stay.'}
      </ConfirmDialog>
    </>
  )
}
