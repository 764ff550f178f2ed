import { LeadStatus, Priority, QualificationStatus, RecommendedAction } from '@insa/contracts'
import { useQuery } from '@tanstack/react-query'
import { SlidersHorizontal, X } from 'lucide-react'
import { useState } from 'react'
import { useMe } from '../../app/session.ts'
import { SearchBox } from '../../records/search-box.tsx'
import { Button } from '../../ui/button.tsx'
import { cn } from '../../ui/cn.ts'
import { Field, Input, Select } from '../../ui/field.tsx'
import { ACTION_LABEL, PRIORITY_LABEL } from '../../ui/labels.ts'
import { ownersQuery } from './leads.api.ts'
import { FILTER_NAMES, type FilterName, hasFilters, type LeadsSearch } from './leads.search.ts'

interface ToolbarProps {
  search: LeadsSearch
  onChange: (patch: Partial<LeadsSearch>) => void
  onClear: () => void
}

/** Search, priority at a glance, and the other filters behind a button. */
export function LeadsToolbar({ search, onChange, onClear }: ToolbarProps) {
  const more = FILTER_NAMES.filter((name) => name !== 'priority' && search[name] !== undefined)
  const [open, setOpen] = useState(more.length > 0)
  return (
    <div className="grid gap-3">
      <div className="flex flex-wrap items-center gap-2">
        <SearchBox
          noun="leads"
          value={search.q ?? ''}
          onSearch={(q) => onChange({ q: q || undefined })}
        />
        <PriorityChoice value={search.priority} onChange={(priority) => onChange({ priority })} />
        <Button aria-expanded={open} aria-controls="lead-filters" onClick={() => setOpen(!open)}>
          <SlidersHorizontal aria-hidden />
          Filters
          {more.length > 0 && (
            <span className="num grid size-5 place-items-center rounded-full bg-accent text-2xs text-on-accent">
              {more.length}
            </span>
          )}
        </Button>
        {hasFilters(search) && (
          <Button variant="ghost" onClick={onClear}>
            <X aria-hidden />
            Clear
          </Button>
        )}
      </div>
      {open && <Filters search={search} onChange={onChange} />}
    </div>
  )
}

interface PriorityChoiceProps {
  value: Priority | undefined
  onChange: (priority: Priority | undefined) => void
}

function PriorityChoice({ value, onChange }: PriorityChoiceProps) {
  const choices = [undefined, ...Priority.options]
  return (
    <fieldset className="order-last flex w-full overflow-x-auto rounded-lg sm:order-none sm:w-auto border border-edge/60 bg-surface p-0.5">
      <legend className="sr-only">Priority</legend>
      {choices.map((priority) => (
        <button
          key={priority ?? 'all'}
          type="button"
          aria-pressed={value === priority}
          onClick={() => onChange(priority)}
          className={cn(
            'h-[1.875rem] flex-auto rounded-md px-2 sm:px-2.5 text-ink-2 text-sm hover:text-ink aria-pressed:font-semibold aria-pressed:text-ink',
            'aria-pressed:bg-accent-soft aria-pressed:text-accent',
          )}
        >
          {priority ? PRIORITY_LABEL[priority] : 'All'}
        </button>
      ))}
    </fieldset>
  )
}

interface FiltersProps {
  search: LeadsSearch
  onChange: (patch: Partial<LeadsSearch>) => void
}

function Filters({ search, onChange }: FiltersProps) {
  const { organization } = useMe()
  const owners = useQuery(ownersQuery(organization.id))
  const people = owners.data?.data.filter(({ status }) => status === 'active') ?? []
  const select = (
    name: FilterName,
    label: string,
    options: readonly { value: string; label: string }[],
  ) => (
    <Field label={label}>
      {(control) => (
        <Select
          {...control}
          value={search[name] ?? ''}
          onChange={(event) => onChange({ [name]: event.target.value || undefined })}
        >
          <option value="">Any</option>
          {options.map((option) => (
            <option key={option.value} value={option.value}>
              {option.label}
            </option>
          ))}
        </Select>
      )}
    </Field>
  )
  const same = (value: string) => ({ value, label: value })
  return (
    <div
      id="lead-filters"
      className="card grid grid-cols-2 gap-3 p-4 md:grid-cols-4 xl:grid-cols-8"
    >
      {select(
        'recommended_action',
        'Action',
        RecommendedAction.options.map((value) => ({ value, label: ACTION_LABEL[value] })),
      )}
      {select('scored', 'Score', [
        { value: 'yes', label: 'Scored' },
        { value: 'no', label: 'Not scored yet' },
      ])}
      {select('needs_review', 'Opinions', [{ value: 'yes', label: 'To be looked at' }])}
      {select('status', 'Status', LeadStatus.options.map(same))}
      {select('qualification_status', 'Qualification', QualificationStatus.options.map(same))}
      {people.length > 0 ? (
        select(
          'lead_owner',
          'Owner',
          people.map(({ email, name }) => ({ value: email, label: name || email })),
        )
      ) : (
        <TextFilter name="lead_owner" label="Owner" search={search} onChange={onChange} />
      )}
      <TextFilter name="source" label="Source" search={search} onChange={onChange} />
      <TextFilter name="country" label="Country" search={search} onChange={onChange} />
      <TextFilter name="industry" label="Industry" search={search} onChange={onChange} />
    </div>
  )
}

interface TextFilterProps extends FiltersProps {
  name: FilterName
  label: string
}

/** Takes effect on Enter or when it is left: the server compares the whole value. */
function TextFilter({ name, label, search, onChange }: TextFilterProps) {
  const value = search[name] ?? ''
  const apply = (text: string) =>
    text.trim() !== value && onChange({ [name]: text.trim() || undefined })
  return (
    <Field label={label}>
      {(control) => (
        <Input
          {...control}
          key={value}
          defaultValue={value}
          placeholder="Any"
          onBlur={(event) => apply(event.target.value)}
          onKeyDown={(event) => event.key === 'Enter' && apply(event.currentTarget.value)}
        />
      )}
    </Field>
  )
}
