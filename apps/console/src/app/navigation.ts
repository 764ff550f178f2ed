import type { Permission } from '@insa/contracts'
import {
  Bug,
  Building2,
  ChartColumn,
  Coins,
  FileUp,
  FolderKanban,
  Hand,
  ListChecks,
  type LucideIcon,
  Mail,
  ScrollText,
  Settings,
  SquareKanban,
  TriangleAlert,
  Users,
  Wrench,
} from 'lucide-react'

export interface NavigationItem {
  to:
    | '/leads'
    | '/pipeline'
    | '/customers'
    | '/projects'
    | '/overview'
    | '/import'
    | '/executions'
    | '/approvals'
    | '/tools'
    | '/mail'
    | '/alerts'
    | '/errors'
    | '/costs'
    | '/audit'
    | '/settings'
  label: string
  icon: LucideIcon
  /** After `g`. */
  key: string
  needs: Permission
  /** Has its place in the phone's bottom bar; the others are in its drawer. */
  first: boolean
}

/** The places of the console, in the order of a working day. */
export const NAVIGATION: readonly NavigationItem[] = [
  { to: '/leads', label: 'Leads', icon: Users, key: 'l', needs: 'leads:read', first: true },
  {
    to: '/pipeline',
    label: 'Pipeline',
    icon: SquareKanban,
    key: 'd',
    needs: 'opportunities:read',
    first: true,
  },
  {
    to: '/customers',
    label: 'Customers',
    icon: Building2,
    key: 'u',
    needs: 'customers:read',
    first: false,
  },
  {
    to: '/projects',
    label: 'Projects',
    icon: FolderKanban,
    key: 'j',
    needs: 'projects:read',
    first: false,
  },
  {
    to: '/overview',
    label: 'Overview',
    icon: ChartColumn,
    key: 'o',
    needs: 'leads:read',
    first: true,
  },
  { to: '/import', label: 'Import', icon: FileUp, key: 'i', needs: 'leads:import', first: false },
  {
    to: '/executions',
    label: 'Executions',
    icon: ListChecks,
    key: 'e',
    needs: 'executions:read',
    first: false,
  },
  {
    to: '/approvals',
    label: 'Approvals',
    icon: Hand,
    key: 'p',
    needs: 'approvals:read',
    first: true,
  },
  {
    to: '/alerts',
    label: 'Alerts',
    icon: TriangleAlert,
    key: 'w',
    needs: 'alerts:read',
    first: false,
  },
  { to: '/errors', label: 'Errors', icon: Bug, key: 'r', needs: 'errors:read', first: false },
  { to: '/mail', label: 'Mail', icon: Mail, key: 'm', needs: 'mail:read', first: false },
  { to: '/tools', label: 'Tools', icon: Wrench, key: 't', needs: 'tools:read', first: false },
  { to: '/costs', label: 'Costs', icon: Coins, key: 'c', needs: 'costs:read', first: false },
  {
    to: '/audit',
    label: 'Audit trail',
    icon: ScrollText,
    key: 'a',
    needs: 'audit:read',
    first: false,
  },
  {
    to: '/settings',
    label: 'Settings',
    icon: Settings,
    key: 's',
    needs: 'settings:read',
    first: false,
  },
]
