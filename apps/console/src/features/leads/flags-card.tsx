import type { Flag } from '@insa/contracts'
import { TriangleAlert } from 'lucide-react'
import { Card } from '../../ui/card.tsx'
import { cn } from '../../ui/cn.ts'
import { FLAG_LABEL } from '../../ui/labels.ts'
import { useEvidenceLight, usePointing } from './evidence-light.tsx'
import type { EvidenceSource } from './highlight.ts'

/** What a person should know before believing the lead. Point at one: its words light up. */
export function FlagsCard({ flags }: { flags: readonly Flag[] }) {
  return (
    <Card
      title={flags.length === 1 ? '1 flag' : `${flags.length} flags`}
      flush
      className="border-flag/45"
    >
      <ul className="divide-y divide-line">
        {flags.map((flag, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: a flag's place is its identity in a score
          <FlagRow key={index} flag={flag} source={`flag-${index}`} />
        ))}
      </ul>
    </Card>
  )
}

function FlagRow({ flag, source }: { flag: Flag; source: EvidenceSource }) {
  const { active, pinned, pin } = useEvidenceLight()
  const { onMouseEnter, onMouseLeave, onFocus, onBlur } = usePointing(source)
  const words = (
    <>
      <span className="flex items-center gap-2 font-medium">
        <TriangleAlert aria-hidden className="size-4 shrink-0 text-flag" />
        {FLAG_LABEL[flag.code]}
      </span>
      <span className="block pl-6 text-ink-2 text-sm">{flag.message}</span>
    </>
  )
  const look = 'block w-full px-4 py-2.5 text-left'
  return (
    <li
      onMouseEnter={onMouseEnter}
      onMouseLeave={onMouseLeave}
      className={cn(active === source && 'bg-hover')}
    >
      {flag.evidence.length > 0 ? (
        <button
          type="button"
          aria-pressed={pinned === source}
          onFocus={onFocus}
          onBlur={onBlur}
          onClick={() => pin(source)}
          className={look}
        >
          {words}
        </button>
      ) : (
        <div className={look}>{words}</div>
      )}
    </li>
  )
}
