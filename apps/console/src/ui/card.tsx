import type { ComponentProps, ReactNode } from 'react'
import { cn } from './cn.ts'

interface CardProps extends Omit<ComponentProps<'section'>, 'title'> {
  title?: ReactNode
  /** Sits at the right of the title. */
  aside?: ReactNode
  /** Without inner padding, for tables and lists that reach the edges. */
  flush?: boolean
}

export function Card({ title, aside, flush, className, children, ...rest }: CardProps) {
  return (
    <section {...rest} className={cn('card min-w-0', className)}>
      {title && (
        <header className="flex min-h-11 items-center gap-3 border-line border-b px-4 py-2">
          <h2 className="font-semibold">{title}</h2>
          {aside && <div className="ml-auto flex items-center gap-2 text-sm">{aside}</div>}
        </header>
      )}
      <div className={cn(!flush && 'p-4')}>{children}</div>
    </section>
  )
}
