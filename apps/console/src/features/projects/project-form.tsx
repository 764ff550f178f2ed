import {
  type Project,
  ProjectInput,
  ProjectPatch,
  ProjectPriority,
  ProjectStatus,
} from '@insa/contracts'
import { useQuery } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { toast } from 'sonner'
import { AreaField, changesOf, orNull, SelectField, TextField } from '../../records/form-fields.tsx'
import { isStale } from '../../records/record-frame.tsx'
import { Button } from '../../ui/button.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { Notice } from '../../ui/notice.tsx'
import { type Form, useForm } from '../../ui/use-form.ts'
import { customerChoiceQuery, useCreateProject, useUpdateProject } from './projects.api.ts'

const EMPTY = {
  project_name: '',
  status: 'Open',
  priority: 'Medium',
  percent_complete: '0',
  expected_start_date: '',
  expected_end_date: '',
  estimated_costing: '',
  currency: 'USD',
  customer_id: '',
  notes: '',
}
type Values = typeof EMPTY

/** What may not be cleared goes as it is. */
const KEPT = ['project_name', 'status', 'priority', 'currency'] as const

const inputOf = ({ percent_complete, ...texts }: Partial<Values>) => ({
  ...(percent_complete === undefined ? {} : { percent_complete: Number(percent_complete) }),
  ...Object.fromEntries(
    Object.entries(texts).map(([name, text]) => [
      name,
      (KEPT as readonly string[]).includes(name) ? text : orNull(text),
    ]),
  ),
})

interface DialogProps {
  open: boolean
  onOpenChange: (open: boolean) => void
}

export function NewProject({ open, onOpenChange }: DialogProps) {
  return (
    <Dialog open={open} onOpenChange={onOpenChange} title="New project">
      <NewForm onDone={() => onOpenChange(false)} />
    </Dialog>
  )
}

function NewForm({ onDone }: { onDone: () => void }) {
  const create = useCreateProject()
  const navigate = useNavigate()
  const form = useForm({
    initial: EMPTY,
    schema: ProjectInput,
    read: inputOf,
    submit: async (input) => {
      const { id } = await create.mutateAsync(input)
      onDone()
      await navigate({ to: '/projects/$projectId', params: { projectId: id } })
    },
  })
  return <ProjectFields form={form} verb="Create" onCancel={onDone} />
}

export function EditProject({ project, open, onOpenChange }: DialogProps & { project: Project }) {
  return (
    <Dialog open={open} onOpenChange={onOpenChange} title="Edit the project">
      <EditForm project={project} onDone={() => onOpenChange(false)} />
    </Dialog>
  )
}

function EditForm({ project, onDone }: { project: Project; onDone: () => void }) {
  const update = useUpdateProject(project.id)
  const former: Values = {
    ...EMPTY,
    ...Object.fromEntries(
      Object.keys(EMPTY).map((name) => [name, String(project[name as keyof Values] ?? '')]),
    ),
  }
  const form = useForm({
    initial: former,
    schema: ProjectPatch,
    read: (values) => inputOf(changesOf(former, values)),
    submit: async (patch) => {
      await update.mutateAsync({ etag: project.etag, patch }).catch((error: unknown) => {
        throw isStale(error) ? new Error(CHANGED) : error
      })
      toast.success('Saved')
      onDone()
    },
  })
  return <ProjectFields form={form} verb="Save" onCancel={onDone} />
}

interface ProjectFieldsProps {
  form: Form<Values>
  verb: string
  onCancel: () => void
}

function ProjectFields({ form, verb, onCancel }: ProjectFieldsProps) {
  const { data } = useQuery(customerChoiceQuery)
  const customers = (data?.data ?? []).map(({ id, customer_name }) => ({
    value: id,
    label: customer_name,
  }))
  const fault = form.formError ?? form.error('')
  return (
    <form onSubmit={form.onSubmit} noValidate className="grid gap-4">
      {fault && <Notice tone="bad">{fault}</Notice>}
      <TextField form={form} name="project_name" label="Name" />
      <div className="grid gap-3 sm:grid-cols-2">
        <SelectField
          form={form}
          name="customer_id"
          label="Customer"
          options={customers}
          none="Nobody’s"
        />
        <SelectField form={form} name="status" label="Status" options={ProjectStatus.options} />
        <SelectField
          form={form}
          name="priority"
          label="Priority"
          options={ProjectPriority.options}
        />
        <TextField form={form} name="percent_complete" label="Done, %" type="number" />
        <TextField form={form} name="expected_start_date" label="Begins" type="date" />
        <TextField form={form} name="expected_end_date" label="Ends" type="date" />
        <TextField
          form={form}
          name="estimated_costing"
          label="Estimated cost"
          inputMode="decimal"
        />
        <TextField form={form} name="currency" label="Currency" />
      </div>
      <AreaField form={form} name="notes" label="Notes" optional />
      <div className="flex justify-end gap-2">
        <Button onClick={onCancel}>Cancel</Button>
        <Button type="submit" variant="primary" busy={form.busy}>
          {verb}
        </Button>
      </div>
    </form>
  )
}

const CHANGED =
  'Somebody changed this project in the meantime. Close this and look at what it is now.'
