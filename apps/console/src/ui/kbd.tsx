import type { ReactNode } from 'react'

export function Kbd({ children }: { children: ReactNode }) {
  return (
    <kbd className="inline-grid h-5 min-w-5 place-items-center rounded border border-edge/60 border-b-2 bg-surface px-1 font-sans text-2xs text-ink-2">
      {children}
    </kbd>
  )
}
