import { Plus, Trash2 } from 'lucide-react'
import type { ReactNode } from 'react'
import { Button } from '../../ui/button.tsx'
import { Card } from '../../ui/card.tsx'
import type { Keyed } from './rule-drafts.ts'

interface EntryListProps<T extends Keyed> {
  title: string
  hint: string
  /** What one entry is called on its buttons: `rule`. */
  noun: string
  entries: readonly T[]
  /** A new one, as it begins. */
  blank: () => T
  locked: boolean
  onChange: (entries: T[]) => void
  children: (entry: T, index: number, set: (change: Partial<T>) => void) => ReactNode
}

/** A card of entries that are added, changed and taken away. */
export function EntryList<T extends Keyed>({
  title,
  hint,
  noun,
  entries,
  blank,
  locked,
  onChange,
  children,
}: EntryListProps<T>) {
  const set = (key: string) => (change: Partial<T>) =>
    onChange(entries.map((entry) => (entry.key === key ? { ...entry, ...change } : entry)))
  return (
    <Card title={title}>
      <div className="grid gap-4">
        <p className="text-ink-2 text-sm">{hint}</p>
        {entries.length > 0 && (
          <ul className="grid gap-3">
            {entries.map((entry, index) => (
              <li
                key={entry.key}
                className="grid gap-3 rounded-lg border border-line p-3"
                aria-label={`${noun} ${index + 1}`}
              >
                {children(entry, index, set(entry.key))}
                {!locked && (
                  <Button
                    size="sm"
                    variant="ghost"
                    className="justify-self-end"
                    onClick={() => onChange(entries.filter(({ key }) => key !== entry.key))}
                  >
                    <Trash2 aria-hidden />
                    {`Remove ${noun} ${index + 1}`}
                  </Button>
                )}
              </li>
            ))}
          </ul>
        )}
        {!locked && (
          <Button
            size="sm"
            className="justify-self-start"
            onClick={() => onChange([...entries, blank()])}
          >
            <Plus aria-hidden />
            {`Add ${/^[aeiou]/.test(noun) ? 'an' : 'a'} ${noun}`}
          </Button>
        )}
      </div>
    </Card>
  )
}
