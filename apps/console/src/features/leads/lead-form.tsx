import { EmployeeRange, LeadInput, LeadStatus } from '@insa/contracts'
import { useQuery } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { useMe } from '../../app/session.ts'
import { Button } from '../../ui/button.tsx'
import { Card } from '../../ui/card.tsx'
import { Field, Input, Select, Textarea } from '../../ui/field.tsx'
import { Notice } from '../../ui/notice.tsx'
import { type Form, useForm } from '../../ui/use-form.ts'
import { type FormField, inputOf, type LeadValues } from './lead-fields.ts'
import { ownersQuery } from './leads.api.ts'

/** Set by an opportunity and by a customer. */
const FOLLOWED: ReadonlySet<string> = new Set(['Opportunity', 'Converted'])

interface LeadFormProps {
  initial: LeadValues
  /** The verb on the button. */
  verb: string
  submit: (values: LeadValues, input: LeadInput) => Promise<unknown>
  cancel: ReactNode
}

export function LeadForm({ initial, verb, submit, cancel }: LeadFormProps) {
  const form = useForm({
    initial,
    schema: LeadInput,
    read: inputOf,
    submit: (input, values) => submit(values, input),
  })
  return (
    <form onSubmit={form.onSubmit} noValidate className="grid gap-4">
      {form.formError && <Notice tone="bad">{form.formError}</Notice>}
      <Card title="Who">
        <div className="grid gap-3 sm:grid-cols-2">
          <TextField form={form} name="lead_name" label="Name" autoComplete="off" />
          <TextField form={form} name="job_title" label="Job title" />
          <TextField form={form} name="company_name" label="Company" />
          <TextField form={form} name="industry" label="Industry" />
          <TextField form={form} name="email_id" label="E-mail" type="email" autoComplete="off" />
          <TextField form={form} name="phone" label="Phone" type="tel" autoComplete="off" />
          <TextField form={form} name="website" label="Website" />
          <TextField form={form} name="country" label="Country" />
          <TextField form={form} name="city" label="City" />
          <SelectField
            form={form}
            name="no_of_employees"
            label="Employees"
            options={EmployeeRange.options}
            none="Not known"
          />
          <TextField form={form} name="annual_revenue" label="Annual revenue" type="number" />
        </div>
        <p className="mt-3 text-ink-3 text-sm">A name, a company or an e-mail address is enough.</p>
      </Card>
      <Card title="What they wrote">
        <Field
          label="Message"
          hint="As it came, in their language: the score quotes it word for word."
          error={form.error('message')}
        >
          {(control) => (
            <Textarea
              {...control}
              className="min-h-56"
              value={form.values.message}
              onChange={(event) => form.set('message', event.target.value)}
            />
          )}
        </Field>
      </Card>
      <Card title="With us">
        <div className="grid gap-3 sm:grid-cols-3">
          <OwnerField form={form} />
          <SelectField
            form={form}
            name="status"
            label="Status"
            hint={
              FOLLOWED.has(initial.status)
                ? 'Follows what came of the lead; another one holds when that is gone.'
                : undefined
            }
            options={LeadStatus.options}
          />
          <TextField form={form} name="source" label="Source" />
        </div>
      </Card>
      <div className="flex justify-end gap-2">
        {cancel}
        <Button type="submit" variant="primary" busy={form.busy}>
          {verb}
        </Button>
      </div>
    </form>
  )
}

interface FormFieldProps {
  form: Form<LeadValues>
  name: FormField
  label: string
}

interface TextFieldProps extends FormFieldProps {
  type?: string
  autoComplete?: string
}

function TextField({ form, name, label, type = 'text', autoComplete }: TextFieldProps) {
  return (
    <Field label={label} error={form.error(name)}>
      {(control) => (
        <Input
          {...control}
          type={type}
          autoComplete={autoComplete}
          value={form.values[name]}
          onChange={(event) => form.set(name, event.target.value)}
        />
      )}
    </Field>
  )
}

interface SelectFieldProps extends FormFieldProps {
  hint?: string | undefined
  options: readonly (string | { value: string; label: string })[]
  /** The words of the empty choice, where there is one. */
  none?: string
}

function SelectField({ form, name, label, hint, options, none }: SelectFieldProps) {
  return (
    <Field label={label} hint={hint} error={form.error(name)}>
      {(control) => (
        <Select
          {...control}
          value={form.values[name]}
          onChange={(event) => form.set(name, event.target.value)}
        >
          {none !== undefined && <option value="">{none}</option>}
          {options
            .map((option) =>
              typeof option === 'string' ? { value: option, label: option } : option,
            )
            .map((option) => (
              <option key={option.value} value={option.value}>
                {option.label}
              </option>
            ))}
        </Select>
      )}
    </Field>
  )
}

/** The members; an owner who is none of them (imported, or gone) stays in the list. */
function OwnerField({ form }: { form: Form<LeadValues> }) {
  const { organization } = useMe()
  const owners = useQuery(ownersQuery(organization.id))
  const people = (owners.data?.data ?? []).map(({ email, name }) => ({
    value: email,
    label: name || email,
  }))
  const owner = form.values.lead_owner
  const known = owner === '' || people.some(({ value }) => value === owner)
  const options = known ? people : [{ value: owner, label: owner }, ...people]
  return (
    <SelectField form={form} name="lead_owner" label="Owner" options={options} none="Nobody yet" />
  )
}
