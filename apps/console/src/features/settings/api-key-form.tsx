import { type ApiKeyCreated, ApiKeyInput, Permission, Role } from '@insa/contracts'
import { Button } from '../../ui/button.tsx'
import { Field, Input, Select } from '../../ui/field.tsx'
import { ROLE_HINT, ROLE_LABEL } from '../../ui/labels.ts'
import { Notice } from '../../ui/notice.tsx'
import { useForm } from '../../ui/use-form.ts'
import { useCreateKey } from './settings.api.ts'

interface ApiKeyFormProps {
  onCreated: (key: ApiKeyCreated) => void
  onCancel: () => void
}

interface Values {
  name: string
  role: Role
  scopes: Permission[]
  /** A date, or empty for no end. */
  until: string
}

const NEW_KEY: Values = { name: '', role: 'sales', scopes: [], until: '' }

export function ApiKeyForm({ onCreated, onCancel }: ApiKeyFormProps) {
  const create = useCreateKey()
  const form = useForm({
    initial: NEW_KEY,
    schema: ApiKeyInput,
    read: ({ until, ...values }) => ({
      ...values,
      expires_at: until === '' ? null : new Date(`${until}T23:59:59.000Z`).toISOString(),
    }),
    submit: async (input) => onCreated(await create.mutateAsync(input)),
  })
  const toggle = (scope: Permission) => {
    const { scopes } = form.values
    form.set(
      'scopes',
      scopes.includes(scope) ? scopes.filter((other) => other !== scope) : [...scopes, scope],
    )
  }
  return (
    <form onSubmit={form.onSubmit} noValidate className="grid gap-4">
      {form.formError && <Notice tone="bad">{form.formError}</Notice>}
      <Field
        label="Name"
        hint="What uses it: “website form”, “nightly export”."
        error={form.error('name')}
      >
        {(control) => (
          <Input
            {...control}
            value={form.values.name}
            onChange={(event) => form.set('name', event.target.value)}
          />
        )}
      </Field>
      <div className="grid gap-4 sm:grid-cols-2">
        <Field label="Role" hint={ROLE_HINT[form.values.role]} error={form.error('role')}>
          {(control) => (
            <Select
              {...control}
              value={form.values.role}
              onChange={(event) => form.set('role', Role.parse(event.target.value))}
            >
              {Role.options.map((role) => (
                <option key={role} value={role}>
                  {ROLE_LABEL[role]}
                </option>
              ))}
            </Select>
          )}
        </Field>
        <Field
          label="Good until"
          optional
          hint="Empty: until it is revoked."
          error={form.error('expires_at')}
        >
          {(control) => (
            <Input
              {...control}
              type="date"
              value={form.values.until}
              onChange={(event) => form.set('until', event.target.value)}
            />
          )}
        </Field>
      </div>
      <fieldset>
        <legend className="font-medium text-ink-2 text-sm">
          Only these rights{' '}
          <span className="font-normal text-ink-3">(none ticked: all that the role may)</span>
        </legend>
        <div className="mt-1.5 grid grid-cols-2 gap-x-4 gap-y-1 sm:grid-cols-3">
          {Permission.options.map((scope) => (
            <label key={scope} className="flex items-center gap-2 font-mono text-xs">
              <input
                type="checkbox"
                checked={form.values.scopes.includes(scope)}
                onChange={() => toggle(scope)}
                className="size-4 accent-accent"
              />
              {scope}
            </label>
          ))}
        </div>
      </fieldset>
      <div className="flex justify-end gap-2">
        <Button onClick={onCancel}>Cancel</Button>
        <Button type="submit" variant="primary" busy={form.busy}>
          Create key
        </Button>
      </div>
    </form>
  )
}
