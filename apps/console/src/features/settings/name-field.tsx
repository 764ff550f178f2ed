import type { NamesNothing } from '@insa/contracts'
import { Field, Input } from '../../ui/field.tsx'

interface NameFieldProps {
  label: string
  /** Of the field, as the faults name it. */
  path: string
  value: string
  locked: boolean
  error: (path: string) => string | undefined
  namesNothing: readonly NamesNothing[]
  /** The id of a `<datalist>` with the names that there are. */
  list: string
  onChange: (value: string) => void
}

/** A name or a pattern of tools or agents. One that names nothing is allowed, and said. */
export function NameField(props: NameFieldProps) {
  const { label, path, value, locked, error, namesNothing, list, onChange } = props
  const nothing = namesNothing.find((n) => n.path === path)?.message
  return (
    <Field label={label} error={error(path)} hint={nothing ?? '* stands for any text.'}>
      {(control) => (
        <Input
          {...control}
          className="font-mono text-sm"
          spellCheck={false}
          autoComplete="off"
          list={list}
          disabled={locked}
          value={value}
          onChange={(event) => onChange(event.target.value)}
        />
      )}
    </Field>
  )
}

/** Names that an input offers while one types. */
export function Names({ id, names }: { id: string; names: readonly string[] }) {
  return (
    <datalist id={id}>
      {[...new Set(names)].map((name) => (
        <option key={name} value={name} />
      ))}
    </datalist>
  )
}
