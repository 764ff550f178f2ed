import { useQuery } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { client } from '../app/client.ts'
import { useMe } from '../app/session.ts'
import { keys } from '../live/query-keys.ts'
import { Field, Input, Select, Textarea } from '../ui/field.tsx'
import type { Form } from '../ui/use-form.ts'

type Texts = Record<string, string>

interface FormFieldProps<V extends Texts> {
  form: Form<V>
  name: keyof V & string
  label: string
  hint?: ReactNode
  optional?: boolean
  className?: string
}

interface TextFieldProps<V extends Texts> extends FormFieldProps<V> {
  type?: 'text' | 'email' | 'tel' | 'date' | 'datetime-local' | 'number'
  inputMode?: 'decimal'
  list?: string
}

export function TextField<V extends Texts>({
  form,
  name,
  type = 'text',
  inputMode,
  list,
  ...rest
}: TextFieldProps<V>) {
  return (
    <Field {...rest} error={form.error(name)}>
      {(control) => (
        <Input
          {...control}
          type={type}
          inputMode={inputMode}
          list={list}
          autoComplete="off"
          value={form.values[name]}
          onChange={(event) => form.set(name, event.target.value as V[typeof name])}
        />
      )}
    </Field>
  )
}

export function AreaField<V extends Texts>({ form, name, ...rest }: FormFieldProps<V>) {
  return (
    <Field {...rest} error={form.error(name)}>
      {(control) => (
        <Textarea
          {...control}
          value={form.values[name]}
          onChange={(event) => form.set(name, event.target.value as V[typeof name])}
        />
      )}
    </Field>
  )
}

interface SelectFieldProps<V extends Texts> extends FormFieldProps<V> {
  options: readonly (string | { value: string; label: string })[]
  /** The words of the empty choice, where there is one. */
  none?: string
}

export function SelectField<V extends Texts>({
  form,
  name,
  options,
  none,
  ...rest
}: SelectFieldProps<V>) {
  return (
    <Field {...rest} error={form.error(name)}>
      {(control) => (
        <Select
          {...control}
          value={form.values[name]}
          onChange={(event) => form.set(name, event.target.value as V[typeof name])}
        >
          {none !== undefined && <option value="">{none}</option>}
          {options
            .map((option) =>
              typeof option === 'string' ? { value: option, label: option } : option,
            )
            .map(({ value, label }) => (
              <option key={value} value={value}>
                {label}
              </option>
            ))}
        </Select>
      )}
    </Field>
  )
}

/** The members, by address; somebody who is none of them (imported, or gone) stays in the list. */
export function usePeople(current = ''): { value: string; label: string }[] {
  const { organization } = useMe()
  const { data } = useQuery({
    queryKey: [...keys.members, organization.id],
    queryFn: ({ signal }) => client.members.list(organization.id, { limit: 200 }, { signal }),
  })
  const people = (data?.data ?? []).map(({ email, name }) => ({
    value: email,
    label: name || email,
  }))
  const isKnown = current === '' || people.some(({ value }) => value === current)
  return isKnown ? people : [{ value: current, label: current }, ...people]
}

/** `''` of a field is null in the record. */
export const orNull = (text: string): string | null => (text.trim() === '' ? null : text.trim())

/** The fields that were changed: what nobody touched is not sent. */
export function changesOf<V extends Texts>(former: V, values: V): Partial<V> {
  const changed = Object.entries(values).filter(([name, value]) => former[name] !== value)
  return Object.fromEntries(changed) as Partial<V>
}
