import { Button } from '../../ui/button.tsx'
import { Card } from '../../ui/card.tsx'
import { cn } from '../../ui/cn.ts'
import { Select } from '../../ui/field.tsx'
import { formatNumber } from '../../ui/format.ts'
import { Notice } from '../../ui/notice.tsx'
import { ScrollRegion } from '../../ui/scroll-region.tsx'
import {
  assign,
  IMPORT_FIELDS,
  type ImportField,
  identifies,
  type Mapping,
  type Sheet,
} from './mapping.ts'

/** Rows shown before anything is sent. */
const SHOWN = 6

interface SheetPreviewProps {
  name: string
  sheet: Sheet
  mapping: Mapping
  busy: boolean
  onMapping: (mapping: Mapping) => void
  onOther: () => void
  onSend: () => void
}

/** The first rows, and above each column what it fills. */
export function SheetPreview({
  name,
  sheet,
  mapping,
  busy,
  onMapping,
  onOther,
  onSend,
}: SheetPreviewProps) {
  const ready = identifies(mapping)
  const left = mapping.filter((field) => field === null).length
  const count = formatNumber(sheet.rows.length)
  return (
    <>
      <Card
        title={<span className="break-all">{name}</span>}
        aside={<span className="num text-ink-2">{count} rows</span>}
        flush
      >
        <ScrollRegion label="The first rows" className="overflow-x-auto">
          <table className="w-full text-left text-sm">
            <thead>
              <tr className="border-line border-b bg-sunken align-top">
                {sheet.columns.map((column, index) => (
                  // biome-ignore lint/suspicious/noArrayIndexKey: two columns may bear the same name; their place is their identity
                  <th key={index} scope="col" className="min-w-40 px-3 py-2 font-medium">
                    <span className="mb-1 block truncate text-ink-2">
                      {column || `Column ${index + 1}`}
                    </span>
                    <FieldChoice
                      column={column}
                      value={mapping[index] ?? null}
                      onChange={(field) => onMapping(assign(mapping, index, field))}
                    />
                  </th>
                ))}
              </tr>
            </thead>
            <tbody className="divide-y divide-line">
              {sheet.rows.slice(0, SHOWN).map((row, index) => (
                // biome-ignore lint/suspicious/noArrayIndexKey: rows of a file have no other identity and do not move
                <tr key={index}>
                  {sheet.columns.map((_, column) => (
                    <td
                      // biome-ignore lint/suspicious/noArrayIndexKey: as above
                      key={column}
                      className={cn(
                        'max-w-64 truncate px-3 py-2',
                        mapping[column] === null && 'text-ink-3 line-through opacity-60',
                      )}
                    >
                      {cellText(row[column])}
                    </td>
                  ))}
                </tr>
              ))}
            </tbody>
          </table>
        </ScrollRegion>
      </Card>
      {!ready && (
        <Notice tone="bad">
          Assign a column to lead_name, company_name or email_id: a lead needs one of them.
        </Notice>
      )}
      <div className="flex flex-wrap items-center justify-end gap-2">
        {left > 0 && (
          <span className="mr-auto text-ink-2 text-sm">
            {left === 1 ? '1 column is' : `${left} columns are`} left out.
          </span>
        )}
        <Button onClick={onOther}>Another file</Button>
        <Button variant="primary" busy={busy} disabled={!ready} onClick={onSend}>
          Import {count} {sheet.rows.length === 1 ? 'lead' : 'leads'}
        </Button>
      </div>
    </>
  )
}

const cellText = (value: unknown): string =>
  value === null || value === undefined
    ? ''
    : typeof value === 'object'
      ? JSON.stringify(value)
      : String(value)

interface FieldChoiceProps {
  column: string
  value: ImportField | null
  onChange: (field: ImportField | null) => void
}

function FieldChoice({ column, value, onChange }: FieldChoiceProps) {
  return (
    <Select
      aria-label={`The column ${column} fills`}
      value={value ?? ''}
      onChange={(event) =>
        onChange(IMPORT_FIELDS.find((field) => field === event.target.value) ?? null)
      }
      className={cn('h-8 font-mono text-xs', value === null && 'text-ink-3')}
    >
      <option value="">leave out</option>
      {IMPORT_FIELDS.map((field) => (
        <option key={field} value={field}>
          {field}
        </option>
      ))}
    </Select>
  )
}
