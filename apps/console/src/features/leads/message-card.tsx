import type { Lead } from '@insa/contracts'
import { MessageSquareText } from 'lucide-react'
import { useMemo } from 'react'
import { Card } from '../../ui/card.tsx'
import { ScrollRegion } from '../../ui/scroll-region.tsx'
import { EmptyState } from '../../ui/states.tsx'
import { spansIn } from './highlight.ts'
import { HighlightedText } from './highlighted-text.tsx'

const LANGUAGE_NAMES = new Intl.DisplayNames(['en'], { type: 'language' })

/** What the lead wrote, as it was written, with the words that the score rests on. */
export function MessageCard({ lead }: { lead: Lead }) {
  const { message, language, score } = lead
  const spans = useMemo(() => spansIn('message', message ?? '', score), [message, score])
  if (!message) {
    return (
      <Card title="Message">
        <EmptyState icon={MessageSquareText} title="No message" className="py-6">
          The score rests on the details alone. Paste what the lead wrote with “Edit”.
        </EmptyState>
      </Card>
    )
  }
  return (
    <Card
      title="Message"
      aside={
        <span className="text-ink-3">
          {language && `${LANGUAGE_NAMES.of(language)} · `}
          {spans.length === 0 ? 'nothing quoted' : `${spans.length} quoted`}
        </span>
      }
      flush
    >
      <ScrollRegion label="What the lead wrote" className="max-h-[36rem] overflow-y-auto p-4">
        <p
          lang={language ?? undefined}
          dir="auto"
          className="max-w-[72ch] whitespace-pre-wrap break-words text-[1rem] leading-[1.75]"
        >
          <HighlightedText text={message} spans={spans} flags={score?.flags ?? []} />
        </p>
      </ScrollRegion>
    </Card>
  )
}
