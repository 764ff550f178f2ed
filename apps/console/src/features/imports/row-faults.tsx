import type { FieldProblem } from '@insa/contracts'
import { Card } from '../../ui/card.tsx'
import { formatNumber } from '../../ui/format.ts'
import { ScrollRegion } from '../../ui/scroll-region.tsx'
import { faultWords } from './fault-words.ts'
import { faultPlace, IMPORT_FIELDS, type Mapping, type Sheet } from './mapping.ts'

/** Faults shown; more would only be scrolled past. */
const SHOWN = 200

interface RowFaultsProps {
  faults: readonly FieldProblem[]
  sheet: Sheet
  mapping: Mapping
}

/** Which row, which field, what stands there and what is wrong with it. */
export function RowFaults({ faults, sheet, mapping }: RowFaultsProps) {
  if (faults.length === 0) return null
  return (
    <Card
      title="Rows to mend"
      aside={<span className="num text-ink-2">{formatNumber(faults.length)}</span>}
      flush
    >
      <ScrollRegion label="Rows to mend" className="max-h-96 overflow-auto">
        <table className="w-full text-left text-sm">
          <thead className="sticky top-0 bg-sunken text-ink-2 text-xs">
            <tr className="[&>th]:px-4 [&>th]:py-2 [&>th]:font-medium">
              <th scope="col">{sheet.kind === 'csv' ? 'Row' : 'Item'}</th>
              <th scope="col">Field</th>
              <th scope="col">Stands there</th>
              <th scope="col">What is wrong</th>
            </tr>
          </thead>
          <tbody className="divide-y divide-line">
            {faults.slice(0, SHOWN).map((fault) => (
              <Fault
                key={fault.path + fault.message}
                fault={fault}
                sheet={sheet}
                mapping={mapping}
              />
            ))}
          </tbody>
        </table>
      </ScrollRegion>
      {faults.length > SHOWN && (
        <p className="num border-line border-t px-4 py-2 text-ink-2 text-sm">
          and {formatNumber(faults.length - SHOWN)} more
        </p>
      )}
    </Card>
  )
}

function Fault({
  fault,
  sheet,
  mapping,
}: Omit<RowFaultsProps, 'faults'> & { fault: FieldProblem }) {
  const place = faultPlace(fault.path)
  const filled = IMPORT_FIELDS.find((field) => field === place?.field)
  const column = filled ? mapping.indexOf(filled) : -1
  const value = place && column >= 0 ? sheet.rows[place.row]?.[column] : undefined
  return (
    <tr className="[&>td]:px-4 [&>td]:py-2">
      <td className="num">{place ? sheet.places[place.row] : ''}</td>
      <td className="font-mono text-xs">{place ? place.field : fault.path}</td>
      <td className="max-w-64 truncate text-ink-2">
        {value === undefined || value === '' ? 'nothing' : String(value)}
      </td>
      <td>{faultWords(fault, place?.field)}</td>
    </tr>
  )
}
