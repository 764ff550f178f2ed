import type { ApprovalChange } from '@insa/contracts'
import { ScrollRegion } from '../../ui/scroll-region.tsx'

/** Field by field, old and new. The words may be a stranger's: they stand as text and are never markup. */
export function ChangesTable({ changes }: { changes: readonly ApprovalChange[] }) {
  if (changes.length === 0) return <p className="p-4 text-ink-2">It takes no arguments.</p>
  const knowsOld = changes.some((change) => change.old !== null)
  return (
    <ScrollRegion label="What will happen, field by field" className="overflow-x-auto">
      <table className="w-full text-left text-sm">
        <thead className="border-line border-b text-ink-3 text-xs">
          <tr>
            <th scope="col" className="px-4 py-2 font-medium">
              Field
            </th>
            {knowsOld && (
              <th scope="col" className="px-4 py-2 font-medium">
                Now
              </th>
            )}
            <th scope="col" className="px-4 py-2 font-medium">
              {knowsOld ? 'Then' : 'Value'}
            </th>
          </tr>
        </thead>
        <tbody className="divide-y divide-line">
          {changes.map(({ field, old, new: next }) => (
            <tr key={field} className="align-top">
              <th scope="row" className="px-4 py-2 font-mono font-normal text-xs">
                {field}
              </th>
              {knowsOld && <Cell text={old} className="text-ink-2" />}
              <Cell text={next} className="font-medium" />
            </tr>
          ))}
        </tbody>
      </table>
    </ScrollRegion>
  )
}

function Cell({ text, className }: { text: string | null; className: string }) {
  return (
    <td className={`whitespace-pre-wrap break-words px-4 py-2 ${className}`}>
      {text ?? <span className="text-ink-3">–</span>}
    </td>
  )
}
