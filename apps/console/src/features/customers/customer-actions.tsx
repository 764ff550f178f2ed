import { type Customer, CustomerErasure } from '@insa/contracts'
import { useNavigate } from '@tanstack/react-router'
import { Ellipsis, Eraser, Pencil, Trash2 } from 'lucide-react'
import { useState } from 'react'
import { toast } from 'sonner'
import { useCan } from '../../app/session.ts'
import { AreaField } from '../../records/form-fields.tsx'
import { Button } from '../../ui/button.tsx'
import { ConfirmDialog, Dialog } from '../../ui/dialog.tsx'
import { Menu, MenuItem } from '../../ui/menu.tsx'
import { Notice } from '../../ui/notice.tsx'
import { useForm } from '../../ui/use-form.ts'
import { EditCustomer } from './customer-form.tsx'
import { useEraseCustomer, useRemoveCustomer } from './customers.api.ts'

export function CustomerActions({ customer }: { customer: Customer }) {
  const can = useCan()
  const [open, setOpen] = useState<'edit' | 'remove' | 'erase'>()
  const close = () => setOpen(undefined)
  return (
    <>
      {can('customers:write') && (
        <Button onClick={() => setOpen('edit')}>
          <Pencil aria-hidden />
          Edit
        </Button>
      )}
      {can('customers:delete') && (
        <Menu
          trigger={
            <Button variant="ghost" size="icon" aria-label="More actions">
              <Ellipsis aria-hidden />
            </Button>
          }
        >
          {!customer.erased_at && (
            <MenuItem onSelect={() => setOpen('erase')}>
              <Eraser aria-hidden />
              Erase who they are…
            </MenuItem>
          )}
          <MenuItem
            className="text-immediate [&_svg]:text-immediate"
            onSelect={() => setOpen('remove')}
          >
            <Trash2 aria-hidden />
            Delete the customer
          </MenuItem>
        </Menu>
      )}
      <EditCustomer
        customer={customer}
        open={open === 'edit'}
        onOpenChange={(next) => setOpen(next ? 'edit' : undefined)}
      />
      <Dialog
        open={open === 'erase'}
        onOpenChange={(next) => !next && close()}
        title={`Erase who ${customer.customer_name} is?`}
        description="Contacts, addresses, leads, activities and every name and word of theirs go for good. Amounts, stages and dates stay. This cannot be taken back."
      >
        <EraseForm customer={customer} onDone={close} />
      </Dialog>
      <RemoveDialog customer={customer} open={open === 'remove'} onClose={close} />
    </>
  )
}

function EraseForm({ customer, onDone }: { customer: Customer; onDone: () => void }) {
  const erase = useEraseCustomer(customer.id)
  const form = useForm({
    initial: { reason: '' },
    schema: CustomerErasure,
    submit: async (input) => {
      await erase.mutateAsync(input)
      toast.success('Erased')
      onDone()
    },
  })
  return (
    <form onSubmit={form.onSubmit} noValidate className="grid gap-4">
      {form.formError && <Notice tone="bad">{form.formError}</Notice>}
      <AreaField
        form={form}
        name="reason"
        label="Reason"
        hint="For the audit trail: who asked for it, and why."
      />
      <div className="flex justify-end gap-2">
        <Button onClick={onDone}>Keep it</Button>
        <Button type="submit" variant="danger" busy={form.busy}>
          Erase
        </Button>
      </div>
    </form>
  )
}

interface RemoveDialogProps {
  customer: Customer
  open: boolean
  onClose: () => void
}

function RemoveDialog({ customer, open, onClose }: RemoveDialogProps) {
  const remove = useRemoveCustomer(customer.id)
  const navigate = useNavigate()
  const confirm = () =>
    remove.mutate(undefined, {
      onSuccess: () => {
        toast.success(`${customer.customer_name} is deleted`)
        void navigate({ to: '/customers' })
      },
      onError: onClose,
    })
  return (
    <ConfirmDialog
      open={open}
      onOpenChange={(next) => !next && onClose()}
      title={`Delete ${customer.customer_name}?`}
      confirm="Delete"
      busy={remove.isPending}
      onConfirm={confirm}
    >
      Contacts, addresses and activities go with it. Where it has opportunities or projects it is
      kept.
    </ConfirmDialog>
  )
}
