import { Search } from 'lucide-react'
import { useEffect, useRef, useState } from 'react'
import { useShortcuts } from '../app/shortcuts.ts'
import { Input } from '../ui/field.tsx'
import { Kbd } from '../ui/kbd.tsx'

/** Milliseconds after the last key before the search is sent. */
const TYPING_MS = 250

interface SearchBoxProps {
  /** What is searched: `leads`. */
  noun: string
  value: string
  onSearch: (q: string) => void
}

/** Searches while one types; `/` goes there. */
export function SearchBox({ noun, value, onSearch }: SearchBoxProps) {
  const [text, setText] = useState(value)
  const input = useRef<HTMLInputElement>(null)
  const sent = useRef(value)
  const group = noun === 'leads' ? 'Leads' : 'List'
  useShortcuts([{ keys: '/', does: 'Search', group, run: () => input.current?.focus() }])
  // The URL changed from elsewhere (back button, "Clear"): the box follows.
  useEffect(() => {
    if (value === sent.current) return
    sent.current = value
    setText(value)
  }, [value])
  // biome-ignore lint/correctness/useExhaustiveDependencies: only typing starts the clock
  useEffect(() => {
    const q = text.trim()
    if (q === sent.current) return
    const timer = setTimeout(() => {
      sent.current = q
      onSearch(q)
    }, TYPING_MS)
    return () => clearTimeout(timer)
  }, [text])
  return (
    <search className="relative min-w-0 flex-1 basis-40 sm:basis-64 sm:max-w-sm">
      <Search
        aria-hidden
        className="pointer-events-none absolute top-2.5 left-3 size-4 text-ink-3"
      />
      <Input
        ref={input}
        type="search"
        aria-label={`Search ${noun}`}
        placeholder={`Search ${noun}`}
        value={text}
        onChange={(event) => setText(event.target.value)}
        onKeyDown={(event) => event.key === 'Escape' && event.currentTarget.blur()}
        className="peer pr-9 pl-9 [&::-webkit-search-cancel-button]:hidden"
      />
      <span
        aria-hidden
        className="pointer-events-none absolute top-2 right-2.5 hidden peer-focus:hidden md:block"
      >
        <Kbd>/</Kbd>
      </span>
    </search>
  )
}
