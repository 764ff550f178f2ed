import { Plus, X } from 'lucide-react'
import { Button } from '../../ui/button.tsx'
import { Field, Input, Select } from '../../ui/field.tsx'
import { type ConditionDraft, type ConditionKind, newKey } from './rule-drafts.ts'

const KIND_LABEL: Record<ConditionKind, string> = {
  at_most: 'is at most',
  at_least: 'is at least',
  one_of: 'is one of',
  like: 'is like',
  is: 'is the run’s lead',
}
const HINT: Record<ConditionKind, string | undefined> = {
  at_most: undefined,
  at_least: undefined,
  one_of: 'With commas between.',
  like: '* stands for any text.',
  is: undefined,
}

interface ConditionFieldsProps {
  conditions: readonly ConditionDraft[]
  locked: boolean
  /** The fault of an argument's condition, by its name. */
  error: (name: string) => string | undefined
  onChange: (conditions: ConditionDraft[]) => void
}

/** What arguments must be; all of it has to hold. */
export function ConditionFields({ conditions, locked, error, onChange }: ConditionFieldsProps) {
  const set = (key: string, change: Partial<ConditionDraft>) =>
    onChange(conditions.map((c) => (c.key === key ? { ...c, ...change } : c)))
  const add = () =>
    onChange([...conditions, { key: newKey(), name: '', kind: 'at_least', value: '' }])
  return (
    <div className="grid gap-3">
      {conditions.map((condition, index) => {
        const { key, name, kind, value } = condition
        const fault = error(name.trim())
        return (
          <div
            key={key}
            className="grid items-start gap-2 sm:grid-cols-[minmax(0,1fr)_minmax(0,1fr)_minmax(0,1fr)_auto]"
          >
            <Field label="Argument" error={name.trim() === '' ? fault : undefined}>
              {(control) => (
                <Input
                  {...control}
                  disabled={locked}
                  value={name}
                  placeholder="amount"
                  onChange={(event) => set(key, { name: event.target.value })}
                />
              )}
            </Field>
            <Field label="Condition">
              {(control) => (
                <Select
                  {...control}
                  disabled={locked}
                  value={kind}
                  onChange={(event) => set(key, { kind: event.target.value as ConditionKind })}
                >
                  {Object.entries(KIND_LABEL).map(([choice, label]) => (
                    <option key={choice} value={choice}>
                      {label}
                    </option>
                  ))}
                </Select>
              )}
            </Field>
            {kind === 'is' ? (
              <span />
            ) : (
              <Field
                label="Value"
                hint={HINT[kind]}
                error={
                  fault && name.trim() !== ''
                    ? kind === 'at_most' || kind === 'at_least'
                      ? 'Enter a number.'
                      : 'Enter something here.'
                    : undefined
                }
              >
                {(control) => (
                  <Input
                    {...control}
                    disabled={locked}
                    value={value}
                    onChange={(event) => set(key, { value: event.target.value })}
                  />
                )}
              </Field>
            )}
            {!locked && (
              <Button
                variant="ghost"
                size="icon"
                className="sm:mt-6"
                aria-label={`Remove condition ${index + 1}`}
                onClick={() => onChange(conditions.filter((c) => c.key !== key))}
              >
                <X aria-hidden />
              </Button>
            )}
          </div>
        )
      })}
      {!locked && (
        <Button size="sm" variant="ghost" className="justify-self-start" onClick={add}>
          <Plus aria-hidden />
          Only with certain arguments
        </Button>
      )}
    </div>
  )
}
