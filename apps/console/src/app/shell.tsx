import { Outlet, useNavigate } from '@tanstack/react-router'
import { useEffect, useState } from 'react'
import { AlertBanner } from '../features/alerts/alert-banner.tsx'
import { AlarmBanner } from '../features/canaries/alarm-banner.tsx'
import { ChangePasswordDialog } from '../features/identity/change-password-dialog.tsx'
import { useLive } from '../live/live-state.ts'
import { BottomBar } from './bottom-bar.tsx'
import { client } from './client.ts'
import { NAVIGATION } from './navigation.ts'
import { RouteAnnouncer } from './route-announcer.tsx'
import { useCan, useMe } from './session.ts'
import { ShortcutHelp } from './shortcut-help.tsx'
import { listenForShortcuts, type Shortcut, useShortcuts } from './shortcuts.ts'
import { Sidebar } from './sidebar.tsx'

/** The frame around every page of a signed-in person. */
export function Shell() {
  const me = useMe()
  const live = useLive(client, me.organization.id)
  const [helpOpen, setHelpOpen] = useState(false)
  const [passwordOpen, setPasswordOpen] = useState(false)
  const changePassword = () => setPasswordOpen(true)
  useEffect(listenForShortcuts, [])
  useGlobalShortcuts(() => setHelpOpen(true))
  return (
    <div className="flex min-h-dvh flex-col md:flex-row">
      <a
        href="#content"
        className="sr-only focus:not-sr-only focus:fixed focus:top-2 focus:left-2 focus:z-50 focus:rounded-lg focus:bg-surface focus:px-4 focus:py-2 focus:shadow-pop"
      >
        Skip to the content
      </a>
      <Sidebar live={live} onHelp={() => setHelpOpen(true)} onChangePassword={changePassword} />
      {/* The key brings every page up anew in another organization: nothing of the former one stays on the screen. */}
      <main
        key={me.organization.id}
        id="content"
        tabIndex={-1}
        className="min-w-0 flex-1 pb-20 outline-none md:pb-6"
      >
        <AlertBanner />
        <AlarmBanner />
        <Outlet />
      </main>
      <BottomBar live={live} onChangePassword={changePassword} />
      <ChangePasswordDialog open={passwordOpen} onOpenChange={setPasswordOpen} />
      <ShortcutHelp open={helpOpen} onOpenChange={setHelpOpen} />
      <RouteAnnouncer />
    </div>
  )
}

function useGlobalShortcuts(showHelp: () => void): void {
  const navigate = useNavigate()
  const can = useCan()
  const places = NAVIGATION.filter(({ needs }) => can(needs)).map(
    ({ key, label, to }): Shortcut => ({
      keys: `g ${key}`,
      does: label,
      group: 'Go to',
      run: () => void navigate({ to }),
    }),
  )
  const write: Shortcut = {
    keys: 'n',
    does: 'New lead',
    group: 'Anywhere',
    run: () => void navigate({ to: '/leads/new' }),
  }
  useShortcuts([
    ...places,
    ...(can('leads:write') ? [write] : []),
    { keys: '?', does: 'This help', group: 'Anywhere', run: showHelp },
  ])
}
