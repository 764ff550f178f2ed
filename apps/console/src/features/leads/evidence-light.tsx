import type { FactorName } from '@insa/contracts'
import { createContext, type ReactNode, useContext, useMemo, useState } from 'react'
import type { EvidenceSource } from './highlight.ts'

interface Light {
  /** Whose words are lit; null shows everybody's, quietly. */
  active: EvidenceSource | null
  /** While the pointer or the focus is on it. */
  point: (source: EvidenceSource | null) => void
  /** Stays lit until it is pressed again: the way on a touch screen. */
  pinned: EvidenceSource | null
  pin: (source: EvidenceSource) => void
}

const LightContext = createContext<Light>({
  active: null,
  point: () => undefined,
  pinned: null,
  pin: () => undefined,
})

/** What the factors, the radar, the flags and the highlighted words share. */
export function EvidenceLight({ children }: { children: ReactNode }) {
  const [pointed, point] = useState<EvidenceSource | null>(null)
  const [pinned, setPinned] = useState<EvidenceSource | null>(null)
  const light = useMemo<Light>(
    () => ({
      active: pointed ?? pinned,
      point,
      pinned,
      pin: (source) => {
        setPinned((former) => (former === source ? null : source))
        if (pinned !== source) scrollToEvidence(source)
      },
    }),
    [pointed, pinned],
  )
  return <LightContext value={light}>{children}</LightContext>
}

export const useEvidenceLight = (): Light => useContext(LightContext)

/** Handlers that light up a source's words by pointer and by keyboard. */
export function usePointing(source: EvidenceSource) {
  const { point } = useEvidenceLight()
  return {
    onMouseEnter: () => point(source),
    onMouseLeave: () => point(null),
    onFocus: () => point(source),
    onBlur: () => point(null),
  }
}

function scrollToEvidence(source: EvidenceSource): void {
  const calm = matchMedia('(prefers-reduced-motion: reduce)').matches
  document
    .querySelector(`[data-sources~="${source}"]`)
    ?.scrollIntoView({ block: 'nearest', behavior: calm ? 'auto' : 'smooth' })
}

/** The CSS colour of a source; flags share one. */
export const sourceColor = (source: EvidenceSource): string =>
  source.startsWith('flag-') ? 'var(--flag)' : `var(--${source satisfies string as FactorName})`
