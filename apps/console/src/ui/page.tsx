import type { ReactNode } from 'react'
import { cn } from './cn.ts'
import { useTitle } from './use-title.ts'

interface PageProps {
  title: string
  /** One short line under the title. */
  lead?: ReactNode
  actions?: ReactNode
  /** A way back, above the title. */
  above?: ReactNode
  narrow?: boolean
  children: ReactNode
}

/** The frame of every page: heading, actions, content. */
export function Page({ title, lead, actions, above, narrow, children }: PageProps) {
  useTitle(title)
  return (
    <div
      className={cn(
        'mx-auto grid w-full grid-cols-1 gap-4 p-4 md:px-6 md:py-5',
        narrow ? 'max-w-4xl' : 'max-w-[100rem]',
      )}
    >
      <header className="flex flex-wrap items-end gap-x-4 gap-y-2">
        <div className="min-w-0 max-w-full flex-auto">
          {above}
          <h1
            tabIndex={-1}
            className="break-words font-semibold text-xl tracking-tight outline-none"
          >
            {title}
          </h1>
          {lead && <p className="text-ink-2">{lead}</p>}
        </div>
        {actions && <div className="flex flex-wrap items-center gap-2">{actions}</div>}
      </header>
      {children}
    </div>
  )
}
