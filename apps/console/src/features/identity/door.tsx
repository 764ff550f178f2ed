import type { ReactNode } from 'react'
import { BrandMark } from '../../ui/brand-mark.tsx'
import { useTitle } from '../../ui/use-title.ts'

interface DoorProps {
  title: string
  lead?: ReactNode
  children: ReactNode
  below?: ReactNode
}

/** The frame of the pages that stand before the sign-in. */
export function Door({ title, lead, children, below }: DoorProps) {
  useTitle(title)
  return (
    <main className="grid min-h-dvh grid-rows-[auto_1fr] md:grid-rows-1 md:grid-cols-[minmax(20rem,5fr)_7fr]">
      <div className="relative flex flex-col justify-between gap-10 overflow-hidden bg-rail p-6 text-rail-ink md:p-10">
        <p className="flex items-center gap-3 font-semibold text-lg tracking-tight">
          <BrandMark className="size-8" />
          INSA CRM
        </p>
        <div className="hidden max-w-sm gap-3 md:grid">
          <p className="text-balance font-semibold text-2xl leading-snug tracking-tight">
            Which lead to call first, and the words that say so.
          </p>
          <p className="text-rail-ink-2">
            Every score quotes the lead. What nobody wrote counts as a question to ask, not as a bad
            mark.
          </p>
        </div>
        <Scale />
      </div>
      <div className="grid content-center justify-items-center p-6 md:p-10">
        <div className="grid w-full max-w-sm gap-5">
          <div className="grid gap-1">
            <h1 className="font-semibold text-xl tracking-tight">{title}</h1>
            {lead && <p className="text-ink-2">{lead}</p>}
          </div>
          {children}
          {below && <div className="text-ink-2 text-sm">{below}</div>}
        </div>
      </div>
    </main>
  )
}

const TICKS = Array.from({ length: 41 }, (_, index) => index)

/** An instrument's scale, as an ornament. */
function Scale() {
  return (
    <svg viewBox="0 0 410 40" aria-hidden className="hidden w-full text-rail-ink-2 md:block">
      {TICKS.map((tick) => (
        <line
          key={tick}
          x1={tick * 10 + 5}
          x2={tick * 10 + 5}
          y1={tick % 10 === 0 ? 12 : tick % 5 === 0 ? 20 : 26}
          y2={38}
          stroke={tick >= 34 ? 'var(--signal)' : 'currentColor'}
          strokeOpacity={tick >= 34 ? 1 : 0.5}
          strokeWidth={tick % 10 === 0 ? 2 : 1}
        />
      ))}
    </svg>
  )
}
