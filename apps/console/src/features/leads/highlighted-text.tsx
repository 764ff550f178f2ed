import type { Flag } from '@insa/contracts'
import { type CSSProperties, useMemo } from 'react'
import { FACTOR_LABEL, FLAG_LABEL } from '../../ui/labels.ts'
import { sourceColor, useEvidenceLight } from './evidence-light.tsx'
import { type EvidenceSource, type Span, segmentText } from './highlight.ts'

/** Pixels of an underline and of the gap between two of them. */
const LINE = 2
const GAP = 1
/** More underlines would run into the next line; the title names all of them. */
const MOST_LINES = 3

interface HighlightedTextProps {
  text: string
  spans: readonly Span[]
  flags: readonly Flag[]
}

/** A text with its evidence in place: one underline for each that rests on the words, stacked where they overlap. */
export function HighlightedText({ text, spans, flags }: HighlightedTextProps) {
  const { active, point } = useEvidenceLight()
  const segments = useMemo(() => segmentText(text, spans), [text, spans])
  return segments.map(({ start, text: words, sources }) => {
    const [first] = sources
    if (first === undefined) return <span key={start}>{words}</span>
    return (
      <mark
        key={start}
        data-sources={sources.join(' ')}
        data-lit={active !== null && sources.includes(active) ? '' : undefined}
        title={sources.map((source) => sourceLabel(source, flags)).join(' · ')}
        onMouseEnter={() => point(first)}
        onMouseLeave={() => point(null)}
        className="rounded-[3px] text-inherit transition-[background-color] duration-100"
        style={markStyle(sources, active)}
      >
        {words}
      </mark>
    )
  })
}

function sourceLabel(source: EvidenceSource, flags: readonly Flag[]): string {
  const flag = flags[Number(/^flag-(\d+)$/.exec(source)?.[1])]
  if (flag) return FLAG_LABEL[flag.code]
  return FACTOR_LABEL[source as keyof typeof FACTOR_LABEL]
}

/** Underlines as layers of one background: text decoration can draw only one. */
function markStyle(
  sources: readonly EvidenceSource[],
  active: EvidenceSource | null,
): CSSProperties {
  if (active !== null && !sources.includes(active)) return { backgroundColor: 'transparent' }
  const drawn = active === null ? sources.slice(0, MOST_LINES) : [active]
  const color = sourceColor(drawn[0] ?? 'fit')
  const layer = drawn.map((source) => {
    const ink = sourceColor(source)
    return `linear-gradient(${ink}, ${ink})`
  })
  const share = active === null ? 10 : 30
  return {
    backgroundColor: `color-mix(in oklch, ${color} ${share}%, transparent)`,
    backgroundImage: layer.join(', '),
    backgroundSize: `100% ${LINE}px`,
    backgroundRepeat: 'no-repeat',
    backgroundPosition: drawn
      .map((_, index) => `0 calc(100% - ${index * (LINE + GAP)}px)`)
      .join(', '),
    paddingBottom: `${drawn.length * (LINE + GAP)}px`,
  }
}
