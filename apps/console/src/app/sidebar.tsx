import { Link } from '@tanstack/react-router'
import { Keyboard } from 'lucide-react'
import type { LiveState } from '../live/follow-events.ts'
import { BrandMark } from '../ui/brand-mark.tsx'
import { cn } from '../ui/cn.ts'
import { LiveDot } from './live-dot.tsx'
import { NAVIGATION } from './navigation.ts'
import { OrganizationSwitcher } from './organization-switcher.tsx'
import { useCan } from './session.ts'
import { StandInNote } from './stand-in-note.tsx'
import { UserMenu } from './user-menu.tsx'
import { WaitingCount } from './waiting-count.tsx'

const ITEM =
  'relative flex h-9 items-center justify-center gap-2.5 rounded-lg px-2.5 text-rail-ink-2 transition-colors hover:bg-rail-2 hover:text-rail-ink lg:justify-start [&_svg]:size-[1.125rem] [&_svg]:shrink-0'
const ACTIVE = 'bg-rail-2 font-medium text-rail-ink [&_svg]:text-signal'

interface SidebarProps {
  live: LiveState
  onHelp: () => void
  onChangePassword: () => void
}

/** Icons alone on a tablet, with words from 1024 px. */
export function Sidebar({ live, onHelp, onChangePassword }: SidebarProps) {
  const can = useCan()
  return (
    <aside className="on-rail sticky top-0 hidden h-dvh w-16 shrink-0 flex-col gap-1 overflow-y-auto bg-rail p-2.5 text-rail-ink md:flex lg:w-54">
      <Link
        to="/leads"
        className="mb-2 flex h-10 items-center justify-center gap-2.5 rounded-lg px-2 lg:justify-start"
      >
        <BrandMark className="size-7 shrink-0 text-rail-ink" />
        <span className="hidden font-semibold tracking-tight lg:block">INSA CRM</span>
        <span className="sr-only">: to the leads</span>
      </Link>
      <OrganizationSwitcher />
      <nav aria-label="Main" className="mt-2 grid gap-0.5">
        {NAVIGATION.filter(({ needs }) => can(needs)).map(({ to, label, icon: Icon, key }) => (
          <Link
            key={to}
            to={to}
            title={`${label} (g ${key})`}
            className={ITEM}
            activeProps={{ className: ACTIVE }}
          >
            <Icon aria-hidden />
            <span className="sr-only lg:not-sr-only">{label}</span>
            <WaitingCount to={to} className="absolute top-0.5 right-0.5 lg:static lg:ml-auto" />
          </Link>
        ))}
      </nav>
      <div className="mt-auto grid gap-0.5">
        <StandInNote />
        <button
          type="button"
          onClick={onHelp}
          title="Keyboard shortcuts (?)"
          className={cn(ITEM, 'w-full')}
        >
          <Keyboard aria-hidden />
          <span className="sr-only lg:not-sr-only">Shortcuts</span>
        </button>
        <LiveDot state={live} className="px-2.5 py-1.5" />
        <UserMenu onChangePassword={onChangePassword} />
      </div>
    </aside>
  )
}
