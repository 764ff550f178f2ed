import type { LucideIcon } from 'lucide-react'
import type { ReactNode } from 'react'

interface BannerProps {
  icon: LucideIcon
  /** What is the matter. */
  children: ReactNode
  /** Where it is looked at. */
  link: ReactNode
}

/** Something wrong that concerns whoever is looking, above every page. */
export const Banner = ({ icon: Icon, children, link }: BannerProps) => (
  <div
    role="alert"
    className="flex flex-wrap items-center gap-x-3 gap-y-1 border-immediate/40 border-b bg-immediate-soft px-4 py-2 text-sm md:px-6"
  >
    <Icon aria-hidden className="size-4 shrink-0 text-immediate" />
    <p className="min-w-0 flex-1">{children}</p>
    <span className="shrink-0 font-medium underline underline-offset-3">{link}</span>
  </div>
)
