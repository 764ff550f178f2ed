/** A gauge with its needle in the upper range: a score, and an instrument of the trade. */
export function BrandMark({ className }: { className?: string }) {
  return (
    <svg viewBox="0 0 32 32" aria-hidden className={className}>
      <path
        d="M6 22a10 10 0 0 1 20 0"
        fill="none"
        stroke="currentColor"
        strokeWidth="3"
        strokeLinecap="round"
      />
      <path d="M16 22 22.5 13" stroke="var(--signal)" strokeWidth="3" strokeLinecap="round" />
      <circle cx="16" cy="22" r="2.4" fill="currentColor" />
    </svg>
  )
}
