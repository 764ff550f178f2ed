import { createRoute, lazyRouteComponent, redirect } from '@tanstack/react-router'
import { AlertsSearch } from '../features/alerts/alerts.search.ts'
import { ApprovalsSearch } from '../features/approvals/approvals.search.ts'
import { AuditSearch } from '../features/audit/audit.search.ts'
import { CostsSearch } from '../features/costs/costs.search.ts'
import { CustomerSearch, CustomersSearch } from '../features/customers/customers.search.ts'
import { ErrorsSearch } from '../features/errors/errors.search.ts'
import { executionQuery } from '../features/executions/executions.api.ts'
import { ExecutionsSearch } from '../features/executions/executions.search.ts'
import { leadListQuery, leadQuery } from '../features/leads/leads.api.ts'
import { LeadsSearch } from '../features/leads/leads.search.ts'
import { MailSearch } from '../features/mail/mail.search.ts'
import { PipelineSearch } from '../features/opportunities/pipeline.search.ts'
import { OverviewSearch } from '../features/overview/overview.search.ts'
import { ProjectsSearch } from '../features/projects/projects.search.ts'
import { openRoutes } from './open-routes.ts'
import { rootRoute } from './root-route.ts'
import { settingsRoutes } from './settings-routes.ts'
import { shell } from './shell-route.ts'

const home = createRoute({
  getParentRoute: () => shell,
  path: '/',
  beforeLoad: () => {
    throw redirect({ to: '/leads', replace: true })
  },
})

const leads = createRoute({
  getParentRoute: () => shell,
  path: '/leads',
  validateSearch: LeadsSearch,
  loaderDeps: ({ search }) => search,
  loader: ({ context, deps }) => {
    void context.queryClient.prefetchInfiniteQuery(leadListQuery(deps))
  },
  component: lazyRouteComponent(() => import('../features/leads/leads-page.tsx'), 'LeadsPage'),
})

const newLead = createRoute({
  getParentRoute: () => shell,
  path: '/leads/new',
  component: lazyRouteComponent(() => import('../features/leads/new-lead-page.tsx'), 'NewLeadPage'),
})

const batches = createRoute({
  getParentRoute: () => shell,
  path: '/leads/batches',
  component: lazyRouteComponent(() => import('../features/leads/batches-page.tsx'), 'BatchesPage'),
})

const lead = createRoute({
  getParentRoute: () => shell,
  path: '/leads/$leadId',
  loader: ({ context, params }) => {
    void context.queryClient.prefetchQuery(leadQuery(params.leadId))
  },
  component: lazyRouteComponent(() => import('../features/leads/lead-page.tsx'), 'LeadPage'),
})

const editLead = createRoute({
  getParentRoute: () => shell,
  path: '/leads/$leadId/edit',
  component: lazyRouteComponent(
    () => import('../features/leads/edit-lead-page.tsx'),
    'EditLeadPage',
  ),
})

const pipeline = createRoute({
  getParentRoute: () => shell,
  path: '/pipeline',
  validateSearch: PipelineSearch,
  component: lazyRouteComponent(
    () => import('../features/opportunities/pipeline-page.tsx'),
    'PipelinePage',
  ),
})

const opportunity = createRoute({
  getParentRoute: () => shell,
  path: '/opportunities/$opportunityId',
  component: lazyRouteComponent(
    () => import('../features/opportunities/opportunity-page.tsx'),
    'OpportunityPage',
  ),
})

const customers = createRoute({
  getParentRoute: () => shell,
  path: '/customers',
  validateSearch: CustomersSearch,
  component: lazyRouteComponent(
    () => import('../features/customers/customers-page.tsx'),
    'CustomersPage',
  ),
})

const customer = createRoute({
  getParentRoute: () => shell,
  path: '/customers/$customerId',
  validateSearch: CustomerSearch,
  component: lazyRouteComponent(
    () => import('../features/customers/customer-page.tsx'),
    'CustomerPage',
  ),
})

const projects = createRoute({
  getParentRoute: () => shell,
  path: '/projects',
  validateSearch: ProjectsSearch,
  component: lazyRouteComponent(
    () => import('../features/projects/projects-page.tsx'),
    'ProjectsPage',
  ),
})

const project = createRoute({
  getParentRoute: () => shell,
  path: '/projects/$projectId',
  component: lazyRouteComponent(
    () => import('../features/projects/project-page.tsx'),
    'ProjectPage',
  ),
})

const overview = createRoute({
  getParentRoute: () => shell,
  path: '/overview',
  validateSearch: OverviewSearch,
  component: lazyRouteComponent(
    () => import('../features/overview/overview-page.tsx'),
    'OverviewPage',
  ),
})

const imports = createRoute({
  getParentRoute: () => shell,
  path: '/import',
  component: lazyRouteComponent(() => import('../features/imports/import-page.tsx'), 'ImportPage'),
})

const executions = createRoute({
  getParentRoute: () => shell,
  path: '/executions',
  validateSearch: ExecutionsSearch,
  component: lazyRouteComponent(
    () => import('../features/executions/executions-page.tsx'),
    'ExecutionsPage',
  ),
})

const execution = createRoute({
  getParentRoute: () => shell,
  path: '/executions/$executionId',
  loader: ({ context, params }) => {
    void context.queryClient.prefetchQuery(executionQuery(params.executionId))
  },
  component: lazyRouteComponent(
    () => import('../features/executions/execution-page.tsx'),
    'ExecutionPage',
  ),
})

const approvals = createRoute({
  getParentRoute: () => shell,
  path: '/approvals',
  validateSearch: ApprovalsSearch,
  component: lazyRouteComponent(
    () => import('../features/approvals/approvals-page.tsx'),
    'ApprovalsPage',
  ),
})

const approval = createRoute({
  getParentRoute: () => shell,
  path: '/approvals/$approvalId',
  component: lazyRouteComponent(
    () => import('../features/approvals/approval-page.tsx'),
    'ApprovalPage',
  ),
})

const unknownCall = createRoute({
  getParentRoute: () => shell,
  path: '/approvals/calls/$callId',
  component: lazyRouteComponent(() => import('../features/approvals/call-page.tsx'), 'CallPage'),
})

const tools = createRoute({
  getParentRoute: () => shell,
  path: '/tools',
  component: lazyRouteComponent(() => import('../features/mcp/tools-page.tsx'), 'ToolsPage'),
})

const compare = createRoute({
  getParentRoute: () => shell,
  path: '/executions/$executionId/compare',
  component: lazyRouteComponent(
    () => import('../features/executions/compare-page.tsx'),
    'ComparePage',
  ),
})

const alerts = createRoute({
  getParentRoute: () => shell,
  path: '/alerts',
  validateSearch: AlertsSearch,
  component: lazyRouteComponent(() => import('../features/alerts/alerts-page.tsx'), 'AlertsPage'),
})

const errors = createRoute({
  getParentRoute: () => shell,
  path: '/errors',
  validateSearch: ErrorsSearch,
  component: lazyRouteComponent(() => import('../features/errors/errors-page.tsx'), 'ErrorsPage'),
})

const error = createRoute({
  getParentRoute: () => shell,
  path: '/errors/$errorId',
  component: lazyRouteComponent(() => import('../features/errors/error-page.tsx'), 'ErrorPage'),
})

const mail = createRoute({
  getParentRoute: () => shell,
  path: '/mail',
  validateSearch: MailSearch,
  component: lazyRouteComponent(() => import('../features/mail/mail-page.tsx'), 'MailPage'),
})

const costs = createRoute({
  getParentRoute: () => shell,
  path: '/costs',
  validateSearch: CostsSearch,
  component: lazyRouteComponent(() => import('../features/costs/costs-page.tsx'), 'CostsPage'),
})

const audit = createRoute({
  getParentRoute: () => shell,
  path: '/audit',
  validateSearch: AuditSearch,
  component: lazyRouteComponent(() => import('../features/audit/audit-page.tsx'), 'AuditPage'),
})

const system = createRoute({
  getParentRoute: () => shell,
  path: '/system',
  component: lazyRouteComponent(() => import('../features/settings/system-page.tsx'), 'SystemPage'),
})

export const routeTree = rootRoute.addChildren([
  ...openRoutes,
  shell.addChildren([
    home,
    leads,
    newLead,
    batches,
    lead,
    editLead,
    pipeline,
    opportunity,
    customers,
    customer,
    projects,
    project,
    overview,
    imports,
    executions,
    execution,
    compare,
    approvals,
    approval,
    unknownCall,
    tools,
    mail,
    alerts,
    errors,
    error,
    costs,
    audit,
    system,
    settingsRoutes,
  ]),
])
