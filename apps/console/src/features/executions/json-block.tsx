import { ChevronRight } from 'lucide-react'
import { CopyButton } from '../../ui/copy-button.tsx'
import { ScrollRegion } from '../../ui/scroll-region.tsx'

/** Data as it is stored, folded away. */
export function JsonBlock({ title, value }: { title: string; value: unknown }) {
  const text = JSON.stringify(value, null, 2)
  return (
    <details className="card group">
      <summary className="flex min-h-11 list-none items-center gap-2 px-4 py-2 font-semibold [&::-webkit-details-marker]:hidden">
        <ChevronRight
          aria-hidden
          className="size-4 text-ink-3 transition-transform group-open:rotate-90"
        />
        {title}
        <span className="ml-auto font-normal text-ink-3 text-sm">JSON</span>
      </summary>
      <div className="relative border-line border-t">
        <span className="absolute top-2 right-2">
          <CopyButton text={text} label={`Copy the ${title.toLowerCase()}`} />
        </span>
        <ScrollRegion label={title} className="max-h-96 overflow-auto p-4">
          <pre className="font-mono text-xs leading-relaxed">{text}</pre>
        </ScrollRegion>
      </div>
    </details>
  )
}
