import { type Customer, CustomerInput, CustomerPatch, CustomerType } from '@insa/contracts'
import { useNavigate } from '@tanstack/react-router'
import { toast } from 'sonner'
import {
  AreaField,
  changesOf,
  orNull,
  SelectField,
  TextField,
  usePeople,
} from '../../records/form-fields.tsx'
import { isStale } from '../../records/record-frame.tsx'
import { Button } from '../../ui/button.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { Notice } from '../../ui/notice.tsx'
import { type Form, useForm } from '../../ui/use-form.ts'
import { useCreateCustomer, useUpdateCustomer } from './customers.api.ts'

const EMPTY = {
  customer_name: '',
  customer_type: 'Company',
  email_id: '',
  mobile_no: '',
  website: '',
  tax_id: '',
  territory: '',
  industry: '',
  default_currency: '',
  account_manager: '',
  customer_details: '',
}
type Values = typeof EMPTY

/** What may not be cleared goes as it is. */
function inputOf({ customer_name, customer_type, ...texts }: Partial<Values>) {
  return {
    ...(customer_name === undefined ? {} : { customer_name }),
    ...(customer_type === undefined ? {} : { customer_type }),
    ...Object.fromEntries(Object.entries(texts).map(([name, text]) => [name, orNull(text)])),
  }
}

interface DialogProps {
  open: boolean
  onOpenChange: (open: boolean) => void
}

export function NewCustomer({ open, onOpenChange }: DialogProps) {
  return (
    <Dialog open={open} onOpenChange={onOpenChange} title="New customer">
      <NewForm onDone={() => onOpenChange(false)} />
    </Dialog>
  )
}

function NewForm({ onDone }: { onDone: () => void }) {
  const create = useCreateCustomer()
  const navigate = useNavigate()
  const form = useForm({
    initial: EMPTY,
    schema: CustomerInput,
    read: inputOf,
    submit: async (input) => {
      const { id } = await create.mutateAsync(input)
      onDone()
      await navigate({ to: '/customers/$customerId', params: { customerId: id } })
    },
  })
  return <CustomerFields form={form} verb="Create" onCancel={onDone} />
}

export function EditCustomer({
  customer,
  open,
  onOpenChange,
}: DialogProps & { customer: Customer }) {
  return (
    <Dialog open={open} onOpenChange={onOpenChange} title="Edit the customer">
      <EditForm customer={customer} onDone={() => onOpenChange(false)} />
    </Dialog>
  )
}

function EditForm({ customer, onDone }: { customer: Customer; onDone: () => void }) {
  const update = useUpdateCustomer(customer.id)
  const former: Values = {
    ...EMPTY,
    ...Object.fromEntries(
      Object.keys(EMPTY).map((name) => [name, customer[name as keyof Values] ?? '']),
    ),
  }
  const form = useForm({
    initial: former,
    schema: CustomerPatch,
    read: (values) => inputOf(changesOf(former, values)),
    submit: async (patch) => {
      await update.mutateAsync({ etag: customer.etag, patch }).catch((error: unknown) => {
        throw isStale(error) ? new Error(CHANGED) : error
      })
      toast.success('Saved')
      onDone()
    },
  })
  return <CustomerFields form={form} verb="Save" onCancel={onDone} />
}

interface CustomerFieldsProps {
  form: Form<Values>
  verb: string
  onCancel: () => void
}

function CustomerFields({ form, verb, onCancel }: CustomerFieldsProps) {
  const people = usePeople(form.values.account_manager)
  const fault = form.formError ?? form.error('')
  return (
    <form onSubmit={form.onSubmit} noValidate className="grid gap-4">
      {fault && <Notice tone="bad">{fault}</Notice>}
      <TextField form={form} name="customer_name" label="Name" />
      <div className="grid gap-3 sm:grid-cols-2">
        <SelectField form={form} name="customer_type" label="Kind" options={CustomerType.options} />
        <SelectField
          form={form}
          name="account_manager"
          label="Account manager"
          options={people}
          none="Nobody yet"
        />
        <TextField form={form} name="email_id" label="E-mail" type="email" />
        <TextField form={form} name="mobile_no" label="Phone" type="tel" />
        <TextField form={form} name="website" label="Website" />
        <TextField form={form} name="tax_id" label="Tax number" />
        <TextField form={form} name="territory" label="Territory" />
        <TextField form={form} name="industry" label="Industry" />
        <TextField form={form} name="default_currency" label="Currency" hint="Such as USD" />
      </div>
      <AreaField form={form} name="customer_details" label="Details" optional />
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
  'Somebody changed this customer in the meantime. Close this and look at what it is now.'
