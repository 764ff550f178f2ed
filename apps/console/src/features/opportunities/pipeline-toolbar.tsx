import { X } from 'lucide-react'
import { PeopleFilter } from '../../records/people-filter.tsx'
import { SearchBox } from '../../records/search-box.tsx'
import { Button } from '../../ui/button.tsx'
import { Input, Select } from '../../ui/field.tsx'
import { hasFilters, type PipelineSearch } from './pipeline.search.ts'

interface ToolbarProps {
  search: PipelineSearch
  currencies: readonly string[]
  onChange: (patch: Partial<PipelineSearch>) => void
  onClear: () => void
}

/** Search, whose, in which currency, until when. */
export function PipelineToolbar({ search, currencies, onChange, onClear }: ToolbarProps) {
  return (
    <div className="flex flex-wrap items-center gap-2">
      <SearchBox
        noun="opportunities"
        value={search.q ?? ''}
        onSearch={(q) => onChange({ q: q || undefined })}
      />
      <PeopleFilter
        label="Owner"
        value={search.opportunity_owner}
        onChange={(opportunity_owner) => onChange({ opportunity_owner })}
      />
      <Select
        aria-label="Currency"
        className="w-auto"
        value={search.currency ?? ''}
        onChange={(event) => onChange({ currency: event.target.value || undefined })}
      >
        <option value="">All currencies</option>
        {currencies.map((currency) => (
          <option key={currency} value={currency}>
            {currency}
          </option>
        ))}
      </Select>
      {/* biome-ignore lint/a11y/noLabelWithoutControl: Input renders the input that it labels */}
      <label className="flex items-center gap-2 text-ink-2 text-sm">
        Closing until
        <Input
          type="date"
          className="w-auto"
          value={search.closing_until ?? ''}
          onChange={(event) => onChange({ closing_until: event.target.value || undefined })}
        />
      </label>
      {hasFilters(search) && (
        <Button variant="ghost" onClick={onClear}>
          <X aria-hidden />
          Clear
        </Button>
      )}
    </div>
  )
}
