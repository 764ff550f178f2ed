import { ApiError, type Lead } from '@insa/contracts'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { getRouteApi, Link, useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { toast } from 'sonner'
import { RecordFrame } from '../../records/record-frame.tsx'
import { buttonClass } from '../../ui/button.tsx'
import { leadTitle } from '../../ui/labels.ts'
import { Page } from '../../ui/page.tsx'
import { type LeadValues, patchOf, valuesOf } from './lead-fields.ts'
import { LeadForm } from './lead-form.tsx'
import { leadQuery, useUpdateLead } from './leads.api.ts'

const route = getRouteApi('/shell/leads/$leadId/edit')

export function EditLeadPage() {
  const { leadId } = route.useParams()
  return (
    <RecordFrame query={useQuery(leadQuery(leadId))}>
      {(lead) => <EditLead lead={lead} />}
    </RecordFrame>
  )
}

function EditLead({ lead }: { lead: Lead }) {
  const update = useUpdateLead(lead.id)
  const queryClient = useQueryClient()
  const navigate = useNavigate()
  // What the person saw when they began: their changes are told against it, also when somebody else changes the lead meanwhile.
  const [former] = useState(() => valuesOf(lead))
  const [etag, setEtag] = useState(lead.etag)
  const back = () => navigate({ to: '/leads/$leadId', params: { leadId: lead.id } })
  const save = async (values: LeadValues) => {
    const patch = patchOf(former, values)
    if (Object.keys(patch).length > 0) await update.mutateAsync({ etag, patch }).catch(explain)
    toast.success('Saved')
    await back()
  }
  /** The person's own text stays in the form; the next attempt goes against the lead as it now is. */
  const explain = async (error: unknown) => {
    if (!(error instanceof ApiError) || error.status !== 412) throw error
    const current = await queryClient.fetchQuery({ ...leadQuery(lead.id), staleTime: 0 })
    setEtag(current.etag)
    throw new Error(
      'Somebody changed this lead in the meantime. Your text is still here: save again to put your changes on top of theirs.',
    )
  }
  return (
    <Page title={`Edit ${leadTitle(lead)}`} narrow>
      <LeadForm
        initial={former}
        verb="Save"
        submit={save}
        cancel={
          <Link to="/leads/$leadId" params={{ leadId: lead.id }} className={buttonClass()}>
            Cancel
          </Link>
        }
      />
    </Page>
  )
}
