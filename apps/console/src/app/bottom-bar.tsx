import { Link } from '@tanstack/react-router'
import { KeyRound, LogOut, Menu as MenuIcon } from 'lucide-react'
import { useState } from 'react'
import type { LiveState } from '../live/follow-events.ts'
import { Button } from '../ui/button.tsx'
import { cn } from '../ui/cn.ts'
import { BottomSheet } from '../ui/dialog.tsx'
import { Field, Select } from '../ui/field.tsx'
import { NAVIGATION, type NavigationItem } from './navigation.ts'
import { useSwitchOrganization } from './organization-switcher.tsx'
import { useCan, useMe } from './session.ts'
import { setTheme, useTheme } from './theme.ts'
import { THEME_CHOICES, useSignOut } from './user-menu.tsx'
import { WaitingCount } from './waiting-count.tsx'

const TAB =
  'relative flex min-w-0 flex-1 flex-col items-center justify-center gap-0.5 text-2xs text-rail-ink-2 [&_svg]:size-5'

/** The phone's navigation: four places under the thumb, the others in a drawer. */
interface BottomBarProps {
  live: LiveState
  onChangePassword: () => void
}

export function BottomBar({ live, onChangePassword }: BottomBarProps) {
  const [open, setOpen] = useState(false)
  const can = useCan()
  const places = NAVIGATION.filter(({ needs }) => can(needs))
  return (
    <nav
      aria-label="Main"
      className="on-rail fixed inset-x-0 bottom-0 z-30 flex h-[calc(3.5rem+env(safe-area-inset-bottom))] bg-rail pb-[env(safe-area-inset-bottom)] md:hidden"
    >
      {places
        .filter(({ first }) => first)
        .map(({ to, label, icon: Icon }) => (
          <Link
            key={to}
            to={to}
            className={TAB}
            activeProps={{ className: 'text-rail-ink [&_svg]:text-signal' }}
          >
            <Icon aria-hidden />
            {label}
            <WaitingCount to={to} className="absolute top-1 left-1/2 ml-1" />
          </Link>
        ))}
      <button type="button" className={TAB} onClick={() => setOpen(true)} aria-haspopup="dialog">
        <MenuIcon aria-hidden />
        More
      </button>
      <BottomSheet open={open} onOpenChange={setOpen} title="More">
        <Drawer
          places={places}
          live={live}
          onLeave={() => setOpen(false)}
          onChangePassword={onChangePassword}
        />
      </BottomSheet>
    </nav>
  )
}

interface DrawerProps {
  places: readonly NavigationItem[]
  live: LiveState
  onLeave: () => void
  onChangePassword: () => void
}

function Drawer({ places, live, onLeave, onChangePassword }: DrawerProps) {
  const me = useMe()
  const signOut = useSignOut()
  const link =
    'flex h-11 items-center gap-3 rounded-lg px-2 hover:bg-hover [&_svg]:size-5 [&_svg]:text-ink-3'
  return (
    <div className="grid gap-4">
      <div>
        <p className="font-semibold">{me.name || me.email}</p>
        <p className="text-ink-2 text-sm">
          {me.organization.name} · {live === 'live' ? 'live' : 'not live'}
        </p>
      </div>
      <ul className="grid">
        {places
          .filter(({ first }) => !first)
          .map(({ to, label, icon: Icon }) => (
            <li key={to}>
              <Link to={to} className={link} onClick={onLeave}>
                <Icon aria-hidden />
                {label}
              </Link>
            </li>
          ))}
        <li>
          <Link to="/system" className={cn(link, 'text-ink-2')} onClick={onLeave}>
            What is real and what stands in
          </Link>
        </li>
      </ul>
      <OrganizationChoice onLeave={onLeave} />
      <ThemeChoice />
      <Button
        onClick={() => {
          onLeave()
          onChangePassword()
        }}
      >
        <KeyRound aria-hidden />
        Change password
      </Button>
      <Button onClick={() => void signOut()}>
        <LogOut aria-hidden />
        Sign out
      </Button>
    </div>
  )
}

function OrganizationChoice({ onLeave }: { onLeave: () => void }) {
  const { organization, organizations } = useMe()
  const switchTo = useSwitchOrganization()
  if (organizations.length < 2) return null
  const choose = (id: string) => {
    onLeave()
    void switchTo(id)
  }
  return (
    <Field label="Organization">
      {(control) => (
        <Select
          {...control}
          value={organization.id}
          onChange={(event) => choose(event.target.value)}
        >
          {organizations.map(({ id, name }) => (
            <option key={id} value={id}>
              {name}
            </option>
          ))}
        </Select>
      )}
    </Field>
  )
}

function ThemeChoice() {
  const theme = useTheme()
  return (
    <fieldset className="grid grid-cols-3 gap-1 rounded-lg bg-sunken p-1">
      <legend className="sr-only">Theme</legend>
      {THEME_CHOICES.map(({ value, label, icon }) => (
        <button
          key={value}
          type="button"
          aria-pressed={theme === value}
          onClick={() => setTheme(value)}
          className="flex h-9 items-center justify-center gap-1.5 rounded-md text-sm aria-pressed:bg-surface aria-pressed:font-medium aria-pressed:shadow-card [&_svg]:size-4"
        >
          {icon}
          {value === 'system' ? 'System' : label}
        </button>
      ))}
    </fieldset>
  )
}
