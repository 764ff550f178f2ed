import { Link, useNavigate } from '@tanstack/react-router'
import { toast } from 'sonner'
import { buttonClass } from '../../ui/button.tsx'
import { leadTitle } from '../../ui/labels.ts'
import { Page } from '../../ui/page.tsx'
import { EMPTY_LEAD } from './lead-fields.ts'
import { LeadForm } from './lead-form.tsx'
import { useCreateLead } from './leads.api.ts'

export function NewLeadPage() {
  const create = useCreateLead()
  const navigate = useNavigate()
  return (
    <Page title="New lead" narrow>
      <LeadForm
        initial={EMPTY_LEAD}
        verb="Create lead"
        submit={async (_values, input) => {
          const lead = await create.mutateAsync(input)
          toast.success(`${leadTitle(lead)} is in`)
          await navigate({ to: '/leads/$leadId', params: { leadId: lead.id } })
        }}
        cancel={
          <Link to="/leads" className={buttonClass()}>
            Cancel
          </Link>
        }
      />
    </Page>
  )
}
