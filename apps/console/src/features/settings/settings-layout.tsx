import { Link, Outlet, useLocation } from '@tanstack/react-router'
import { useEffect, useRef } from 'react'
import { useCan } from '../../app/session.ts'
import { Page } from '../../ui/page.tsx'

const TABS = [
  { to: '/settings/qualification', label: 'Qualification', needs: 'settings:read' },
  { to: '/settings/company', label: 'Company profile', needs: 'settings:read' },
  { to: '/settings/sales-process', label: 'Sales process', needs: 'settings:read' },
  { to: '/settings/budgets', label: 'Budgets', needs: 'settings:read' },
  { to: '/settings/alerts', label: 'Alerts', needs: 'settings:read' },
  { to: '/settings/approval-rules', label: 'Approval rules', needs: 'settings:read' },
  { to: '/settings/tool-policy', label: 'Tool policy', needs: 'settings:read' },
  { to: '/settings/erpnext', label: 'ERPNext', needs: 'settings:read' },
  { to: '/settings/members', label: 'Members', needs: 'members:manage' },
  { to: '/settings/api-keys', label: 'API keys', needs: 'api_keys:manage' },
  { to: '/settings/canaries', label: 'Canaries', needs: 'canaries:manage' },
  { to: '/settings/agents', label: 'Agents', needs: 'settings:read' },
] as const

export function SettingsLayout() {
  const can = useCan()
  const tabs = useRef<HTMLElement>(null)
  const { pathname } = useLocation()
  // On a phone the tabs are wider than the screen.
  useEffect(() => {
    const open = tabs.current?.querySelector(`[href="${pathname}"]`)
    open?.scrollIntoView({ block: 'nearest', inline: 'center' })
  }, [pathname])
  return (
    <Page title="Settings">
      <nav
        ref={tabs}
        aria-label="Settings"
        className="-mx-4 flex gap-1 overflow-x-auto border-line border-b px-4 md:mx-0 md:px-0"
      >
        {TABS.filter(({ needs }) => can(needs)).map(({ to, label }) => (
          <Link
            key={to}
            to={to}
            className="-mb-px shrink-0 border-transparent border-b-2 px-3 py-2 text-ink-2 hover:text-ink"
            activeProps={{ className: 'border-accent! text-ink! font-medium' }}
          >
            {label}
          </Link>
        ))}
      </nav>
      <Outlet />
    </Page>
  )
}
