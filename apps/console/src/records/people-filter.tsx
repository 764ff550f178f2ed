import { Select } from '../ui/field.tsx'
import { usePeople } from './form-fields.tsx'

interface PeopleFilterProps {
  /** Whose: `Owner`, `Account manager`. */
  label: string
  value: string | undefined
  onChange: (id: string | undefined) => void
}

/** Shows one person's records, or everybody's. */
export function PeopleFilter({ label, value, onChange }: PeopleFilterProps) {
  const people = usePeople(value)
  return (
    <Select
      aria-label={label}
      className="w-auto max-w-44"
      value={value ?? ''}
      onChange={(event) => onChange(event.target.value || undefined)}
    >
      <option value="">Everybody’s</option>
      {people.map((person) => (
        <option key={person.value} value={person.value}>
          {person.label}
        </option>
      ))}
    </Select>
  )
}
