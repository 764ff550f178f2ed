import { useShortcuts } from '../../app/shortcuts.ts'

/** Rows carry this attribute on the link that opens them; it is what j and k give the focus to, and Enter then follows. */
const ROW = '[data-row-link]'

const visibleRows = () =>
  [...document.querySelectorAll<HTMLElement>(ROW)].filter((row) => row.offsetParent !== null)

/** j and k walk the rows; at the end more are fetched. */
export function useRowKeys({ onEnd }: { onEnd: () => void }): void {
  const step = (by: 1 | -1) => {
    const rows = visibleRows()
    const { activeElement } = document
    const at = activeElement instanceof HTMLElement ? rows.indexOf(activeElement) : -1
    const next = at === -1 ? (by === 1 ? 0 : rows.length - 1) : at + by
    if (next >= rows.length) return onEnd()
    const row = rows[Math.max(0, next)]
    row?.focus()
    row?.closest('tr, li')?.scrollIntoView({ block: 'nearest' })
  }
  useShortcuts([
    { keys: 'j', does: 'Next lead', group: 'Leads', run: () => step(1) },
    { keys: 'k', does: 'Previous lead', group: 'Leads', run: () => step(-1) },
  ])
}
