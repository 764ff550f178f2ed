import { CircleAlert, CircleCheck, Info, type LucideIcon } from 'lucide-react'
import type { ReactNode } from 'react'
import { cn } from './cn.ts'

const LOOK: Record<'bad' | 'good' | 'info', { icon: LucideIcon; look: string }> = {
  bad: { icon: CircleAlert, look: 'border-immediate/40 bg-immediate-soft [&_svg]:text-immediate' },
  good: { icon: CircleCheck, look: 'border-good/40 bg-good-soft [&_svg]:text-good' },
  info: { icon: Info, look: 'border-line bg-sunken [&_svg]:text-accent' },
}

interface NoticeProps {
  tone: keyof typeof LOOK
  className?: string
  children: ReactNode
}

/** A message that belongs to the page; bad news is read out at once. */
export function Notice({ tone, className, children }: NoticeProps) {
  const { icon: Icon, look } = LOOK[tone]
  return (
    <div
      role={tone === 'bad' ? 'alert' : 'status'}
      className={cn('flex gap-2.5 rounded-lg border px-3 py-2.5 text-sm', look, className)}
    >
      <Icon aria-hidden className="mt-0.5 size-4 shrink-0" />
      <div className="min-w-0 flex-1">{children}</div>
    </div>
  )
}
