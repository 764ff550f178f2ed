import {
  type Address,
  AddressInput,
  AddressType,
  type Contact,
  ContactInput,
  type Customer,
} from '@insa/contracts'
import { useQuery } from '@tanstack/react-query'
import { Plus, Star, Trash2 } from 'lucide-react'
import { type ReactNode, useState } from 'react'
import { useCan } from '../../app/session.ts'
import { orNull, SelectField, TextField } from '../../records/form-fields.tsx'
import { Button } from '../../ui/button.tsx'
import { Card } from '../../ui/card.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { Notice } from '../../ui/notice.tsx'
import { useForm } from '../../ui/use-form.ts'
import {
  addressesQuery,
  contactsQuery,
  useAddAddress,
  useAddContact,
  useRemoveAddress,
  useRemoveContact,
} from './customers.api.ts'

/** The people of a customer, one press away. */
export function ContactsCard({ customer }: { customer: Customer }) {
  const { data } = useQuery(contactsQuery(customer.id))
  const contacts = [...(data?.data ?? [])].sort(
    (a, b) => Number(b.is_primary_contact) - Number(a.is_primary_contact),
  )
  return (
    <ListCard
      title="Contacts"
      empty={data && contacts.length === 0 ? 'Nobody written down yet.' : null}
      adding={(onDone) => <ContactForm customer={customer} onDone={onDone} />}
      addLabel="Add a contact"
    >
      {contacts.map((contact) => (
        <ContactItem key={contact.id} contact={contact} />
      ))}
    </ListCard>
  )
}

interface ListCardProps {
  title: string
  empty: string | null
  addLabel: string
  adding: (onDone: () => void) => ReactNode
  children: ReactNode
}

function ListCard({ title, empty, addLabel, adding, children }: ListCardProps) {
  const can = useCan()
  const [open, setOpen] = useState(false)
  return (
    <Card
      title={title}
      flush
      aside={
        can('customers:write') && (
          <Button variant="ghost" size="icon" aria-label={addLabel} onClick={() => setOpen(true)}>
            <Plus aria-hidden />
          </Button>
        )
      }
    >
      {empty ? (
        <p className="px-4 py-3 text-ink-2">{empty}</p>
      ) : (
        <ul className="divide-y divide-line">{children}</ul>
      )}
      <Dialog open={open} onOpenChange={setOpen} title={addLabel}>
        {adding(() => setOpen(false))}
      </Dialog>
    </Card>
  )
}

function ContactItem({ contact }: { contact: Contact }) {
  const can = useCan()
  const remove = useRemoveContact()
  const phone = contact.phone ?? contact.mobile_no
  return (
    <li className="flex items-start gap-2 px-4 py-2.5">
      <div className="grid min-w-0 flex-1 gap-0.5">
        <p className="flex items-center gap-1.5 font-medium">
          {contact.full_name}
          {contact.is_primary_contact && (
            <span title="Primary contact">
              <Star aria-hidden className="size-3.5 text-accent" />
              <span className="sr-only">primary contact</span>
            </span>
          )}
        </p>
        {contact.designation && <p className="text-ink-2 text-sm">{contact.designation}</p>}
        <p className="flex flex-wrap gap-x-3 gap-y-1 text-sm">
          {contact.email_id && (
            <a
              href={`mailto:${contact.email_id}`}
              className="inline-flex min-h-6 items-center break-all text-accent hover:underline"
            >
              {contact.email_id}
            </a>
          )}
          {phone && (
            <a
              href={`tel:${phone.replace(/[^+\d]/g, '')}`}
              className="num inline-flex min-h-6 items-center text-accent hover:underline"
            >
              {phone}
            </a>
          )}
        </p>
      </div>
      {can('customers:write') && (
        <Button
          variant="ghost"
          size="icon"
          busy={remove.isPending}
          aria-label={`Delete ${contact.full_name}`}
          onClick={() => remove.mutate(contact.id)}
        >
          <Trash2 aria-hidden />
        </Button>
      )}
    </li>
  )
}

interface FormProps {
  customer: Customer
  onDone: () => void
}

function ContactForm({ customer, onDone }: FormProps) {
  const add = useAddContact()
  const form = useForm({
    initial: { first_name: '', last_name: '', designation: '', email_id: '', phone: '' },
    schema: ContactInput,
    read: ({ first_name, ...texts }) => ({
      customer_id: customer.id,
      company_name: customer.customer_name,
      first_name,
      ...Object.fromEntries(Object.entries(texts).map(([name, text]) => [name, orNull(text)])),
    }),
    submit: async (input) => {
      await add.mutateAsync(input)
      onDone()
    },
  })
  return (
    <form onSubmit={form.onSubmit} noValidate className="grid gap-4">
      {form.formError && <Notice tone="bad">{form.formError}</Notice>}
      <div className="grid gap-3 sm:grid-cols-2">
        <TextField form={form} name="first_name" label="First name" />
        <TextField form={form} name="last_name" label="Last name" />
        <TextField form={form} name="designation" label="Job title" />
        <TextField form={form} name="email_id" label="E-mail" type="email" />
        <TextField form={form} name="phone" label="Phone" type="tel" />
      </div>
      <FormButtons busy={form.busy} onCancel={onDone} />
    </form>
  )
}

const FormButtons = ({ busy, onCancel }: { busy: boolean; onCancel: () => void }) => (
  <div className="flex justify-end gap-2">
    <Button onClick={onCancel}>Cancel</Button>
    <Button type="submit" variant="primary" busy={busy}>
      Add
    </Button>
  </div>
)

/** Where a customer is. */
export function AddressesCard({ customer }: { customer: Customer }) {
  const { data } = useQuery(addressesQuery(customer.id))
  return (
    <ListCard
      title="Addresses"
      empty={data?.data.length === 0 ? 'No address yet.' : null}
      adding={(onDone) => <AddressForm customer={customer} onDone={onDone} />}
      addLabel="Add an address"
    >
      {data?.data.map((address) => (
        <AddressItem key={address.id} address={address} />
      ))}
    </ListCard>
  )
}

function AddressItem({ address: a }: { address: Address }) {
  const can = useCan()
  const remove = useRemoveAddress()
  const lines = [
    a.address_line1,
    a.address_line2,
    [a.pincode, a.city].filter(Boolean).join(' '),
    [a.state, a.country].filter(Boolean).join(', '),
  ].filter(Boolean)
  return (
    <li className="flex items-start gap-2 px-4 py-2.5">
      <address className="grid min-w-0 flex-1 not-italic">
        <span className="text-ink-3 text-xs">{a.address_type}</span>
        {lines.map((line) => (
          <span key={line} className="break-words">
            {line}
          </span>
        ))}
      </address>
      {can('customers:write') && (
        <Button
          variant="ghost"
          size="icon"
          busy={remove.isPending}
          aria-label={`Delete the address in ${a.city}`}
          onClick={() => remove.mutate(a.id)}
        >
          <Trash2 aria-hidden />
        </Button>
      )}
    </li>
  )
}

function AddressForm({ customer, onDone }: FormProps) {
  const add = useAddAddress()
  const form = useForm({
    initial: {
      address_type: 'Billing',
      address_line1: '',
      address_line2: '',
      pincode: '',
      city: '',
      state: '',
      country: customer.territory ?? '',
    },
    schema: AddressInput,
    read: ({ address_line2, pincode, state, ...texts }) => ({
      customer_id: customer.id,
      ...texts,
      address_line2: orNull(address_line2),
      pincode: orNull(pincode),
      state: orNull(state),
    }),
    submit: async (input) => {
      await add.mutateAsync(input)
      onDone()
    },
  })
  return (
    <form onSubmit={form.onSubmit} noValidate className="grid gap-4">
      {form.formError && <Notice tone="bad">{form.formError}</Notice>}
      <div className="grid gap-3 sm:grid-cols-2">
        <SelectField form={form} name="address_type" label="Kind" options={AddressType.options} />
        <TextField form={form} name="address_line1" label="Street" />
        <TextField form={form} name="address_line2" label="Second line" />
        <TextField form={form} name="pincode" label="Postal code" />
        <TextField form={form} name="city" label="City" />
        <TextField form={form} name="state" label="State" />
        <TextField form={form} name="country" label="Country" />
      </div>
      <FormButtons busy={form.busy} onCancel={onDone} />
    </form>
  )
}
