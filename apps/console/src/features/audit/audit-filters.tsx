import { Button } from '../../ui/button.tsx'
import { Field, Input } from '../../ui/field.tsx'
import { type AuditSearch, isFiltered } from './audit.search.ts'

const FIELDS = [
  { name: 'q', label: 'Text', placeholder: 'any word of an entry', type: 'search' },
  { name: 'actor', label: 'Who', placeholder: 'user:ana@example.com', type: 'text' },
  { name: 'action', label: 'Action', placeholder: 'score.overridden', type: 'text' },
  { name: 'tool', label: 'Tool', placeholder: 'mcp__erpnext__get_lead', type: 'text' },
  { name: 'execution_id', label: 'Execution', placeholder: 'id of a run', type: 'text' },
  { name: 'subject_id', label: 'Subject', placeholder: 'id of a lead, key, member', type: 'text' },
  { name: 'since', label: 'From day', placeholder: undefined, type: 'date' },
  { name: 'until', label: 'To day', placeholder: undefined, type: 'date' },
] as const

interface AuditFiltersProps {
  search: AuditSearch
  onChange: (patch: Partial<Record<keyof AuditSearch, string | undefined>>) => void
  onClear: () => void
}

export function AuditFilters({ search, onChange, onClear }: AuditFiltersProps) {
  return (
    <search className="flex flex-wrap items-end gap-2">
      {FIELDS.map(({ name, ...field }) => (
        <Filter
          key={name}
          {...field}
          value={search[name]}
          onApply={(value) => onChange({ [name]: value })}
        />
      ))}
      {isFiltered(search) && (
        <Button variant="ghost" onClick={onClear}>
          Clear
        </Button>
      )}
    </search>
  )
}

interface FilterProps {
  label: string
  placeholder: string | undefined
  type: 'text' | 'search' | 'date'
  value: string | undefined
  onApply: (value: string | undefined) => void
}

/** Takes effect on Enter or when it is left; a day as soon as it is chosen. */
function Filter({ label, placeholder, type, value, onApply }: FilterProps) {
  const apply = (text: string) => {
    if (text.trim() !== (value ?? '')) onApply(text.trim() || undefined)
  }
  return (
    <Field
      label={label}
      className={`w-[calc(50%-0.25rem)] ${type === 'date' ? 'sm:w-40' : 'sm:w-56'}`}
    >
      {(control) => (
        <Input
          {...control}
          key={value ?? ''}
          type={type}
          defaultValue={value}
          placeholder={placeholder}
          onChange={(event) => type === 'date' && apply(event.target.value)}
          onBlur={(event) => apply(event.target.value)}
          onKeyDown={(event) => event.key === 'Enter' && apply(event.currentTarget.value)}
        />
      )}
    </Field>
  )
}
