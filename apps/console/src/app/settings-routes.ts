import { createRoute, lazyRouteComponent, redirect } from '@tanstack/react-router'
import { shell } from './shell-route.ts'

const settings = createRoute({
  getParentRoute: () => shell,
  path: '/settings',
  component: lazyRouteComponent(
    () => import('../features/settings/settings-layout.tsx'),
    'SettingsLayout',
  ),
})

const settingsHome = createRoute({
  getParentRoute: () => settings,
  path: '/',
  beforeLoad: () => {
    throw redirect({ to: '/settings/qualification', replace: true })
  },
})

const qualificationSettings = createRoute({
  getParentRoute: () => settings,
  path: '/qualification',
  component: lazyRouteComponent(
    () => import('../features/settings/qualification-page.tsx'),
    'QualificationPage',
  ),
})

const companySettings = createRoute({
  getParentRoute: () => settings,
  path: '/company',
  component: lazyRouteComponent(
    () => import('../features/settings/company-page.tsx'),
    'CompanyPage',
  ),
})

const salesProcessSettings = createRoute({
  getParentRoute: () => settings,
  path: '/sales-process',
  component: lazyRouteComponent(
    () => import('../features/settings/sales-process-page.tsx'),
    'SalesProcessPage',
  ),
})

const budgetSettings = createRoute({
  getParentRoute: () => settings,
  path: '/budgets',
  component: lazyRouteComponent(
    () => import('../features/settings/budgets-page.tsx'),
    'BudgetsPage',
  ),
})

const alertSettings = createRoute({
  getParentRoute: () => settings,
  path: '/alerts',
  component: lazyRouteComponent(
    () => import('../features/settings/alert-settings-page.tsx'),
    'AlertSettingsPage',
  ),
})

const approvalRuleSettings = createRoute({
  getParentRoute: () => settings,
  path: '/approval-rules',
  component: lazyRouteComponent(
    () => import('../features/settings/approval-rules-page.tsx'),
    'ApprovalRulesPage',
  ),
})

const toolPolicySettings = createRoute({
  getParentRoute: () => settings,
  path: '/tool-policy',
  component: lazyRouteComponent(
    () => import('../features/settings/tool-policy-page.tsx'),
    'ToolPolicyPage',
  ),
})

const memberSettings = createRoute({
  getParentRoute: () => settings,
  path: '/members',
  component: lazyRouteComponent(
    () => import('../features/settings/members-page.tsx'),
    'MembersPage',
  ),
})

const keySettings = createRoute({
  getParentRoute: () => settings,
  path: '/api-keys',
  component: lazyRouteComponent(
    () => import('../features/settings/api-keys-page.tsx'),
    'ApiKeysPage',
  ),
})

const erpnextSettings = createRoute({
  getParentRoute: () => settings,
  path: '/erpnext',
  component: lazyRouteComponent(() => import('../features/erpnext/sync-page.tsx'), 'SyncPage'),
})

const canarySettings = createRoute({
  getParentRoute: () => settings,
  path: '/canaries',
  component: lazyRouteComponent(
    () => import('../features/canaries/canaries-page.tsx'),
    'CanariesPage',
  ),
})

const agentSettings = createRoute({
  getParentRoute: () => settings,
  path: '/agents',
  component: lazyRouteComponent(() => import('../features/settings/agents-page.tsx'), 'AgentsPage'),
})

export const settingsRoutes = settings.addChildren([
  settingsHome,
  qualificationSettings,
  companySettings,
  salesProcessSettings,
  budgetSettings,
  alertSettings,
  approvalRuleSettings,
  toolPolicySettings,
  erpnextSettings,
  memberSettings,
  keySettings,
  canarySettings,
  agentSettings,
])
