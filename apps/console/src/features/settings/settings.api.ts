import type {
  AgentLimits,
  AlertSettings,
  ApiKeyInput,
  ApprovalRules,
  BudgetSettings,
  CompanyProfile,
  QualificationSettings,
  Role,
  SalesProcessInput,
  ToolPolicy,
} from '@insa/contracts'
import { type QueryClient, queryOptions, useMutation, useQueryClient } from '@tanstack/react-query'
import type { z } from 'zod'
import { client } from '../../app/client.ts'
import { keys } from '../../live/query-keys.ts'

/** Most rows of a list that is shown whole. */
const ALL = 200

export const qualificationQuery = queryOptions({
  queryKey: keys.qualification,
  queryFn: ({ signal }) => client.settings.qualification({ signal }),
})

/** Under its own key for every draft: going back to a former one answers at once. */
export const previewQuery = (draft: QualificationSettings) =>
  queryOptions({
    queryKey: [...keys.settings, 'preview', draft],
    queryFn: ({ signal }) => client.settings.previewQualification(draft, { signal }),
    placeholderData: (previous) => previous,
  })

export const budgetsQuery = queryOptions({
  queryKey: keys.budgets,
  queryFn: ({ signal }) => client.settings.budgets({ signal }),
})

export const approvalRulesQuery = queryOptions({
  queryKey: keys.approvalRules,
  queryFn: ({ signal }) => client.settings.approvalRules({ signal }),
})

/** Under its own key for every draft, as every preview. */
export const rulesPreviewQuery = (draft: ApprovalRules) =>
  queryOptions({
    queryKey: [...keys.settings, 'preview', 'rules', draft],
    queryFn: ({ signal }) => client.settings.previewApprovalRules(draft, { signal }),
    placeholderData: (previous) => previous,
  })

export const toolPolicyQuery = queryOptions({
  queryKey: keys.toolPolicy,
  queryFn: ({ signal }) => client.settings.toolPolicy({ signal }),
})

export const policyPreviewQuery = (draft: ToolPolicy) =>
  queryOptions({
    queryKey: [...keys.settings, 'preview', 'policy', draft],
    queryFn: ({ signal }) => client.settings.previewToolPolicy(draft, { signal }),
    placeholderData: (previous) => previous,
  })

export const companyQuery = queryOptions({
  queryKey: keys.companyProfile,
  queryFn: ({ signal }) => client.settings.companyProfile({ signal }),
})

export const salesProcessQuery = queryOptions({
  queryKey: keys.salesProcess,
  queryFn: ({ signal }) => client.settings.salesProcess({ signal }),
})

export const membersQuery = (organizationId: string) =>
  queryOptions({
    queryKey: [...keys.members, organizationId],
    queryFn: ({ signal }) => client.members.list(organizationId, { limit: ALL }, { signal }),
  })

export const apiKeysQuery = queryOptions({
  queryKey: keys.apiKeys,
  queryFn: ({ signal }) => client.apiKeys.list({ limit: ALL }, { signal }),
})

export const agentsQuery = queryOptions({
  queryKey: keys.agents,
  queryFn: ({ signal }) => client.agents.list({ signal }),
})

export const alertSettingsQuery = queryOptions({
  queryKey: keys.alertSettings,
  queryFn: ({ signal }) => client.alerts.settings({ signal }),
})

export function useSaveAlertSettings() {
  const queryClient = useQueryClient()
  return useMutation({
    mutationFn: (settings: AlertSettings) => client.alerts.updateSettings(settings),
    meta: { showsItsErrors: true },
    onSuccess: (settings) => queryClient.setQueryData(keys.alertSettings, settings),
  })
}

export function useSaveBudgets() {
  const queryClient = useQueryClient()
  return useMutation({
    mutationFn: (budgets: BudgetSettings) => client.settings.updateBudgets(budgets),
    meta: { showsItsErrors: true },
    onSuccess: (budgets) => {
      queryClient.setQueryData(keys.budgets, budgets)
      return queryClient.invalidateQueries({ queryKey: keys.costs })
    },
  })
}

export function useSaveApprovalRules() {
  const queryClient = useQueryClient()
  return useMutation({
    mutationFn: (rules: ApprovalRules) => client.settings.updateApprovalRules(rules),
    meta: { showsItsErrors: true },
    onSuccess: (rules) => {
      queryClient.setQueryData(keys.approvalRules, rules)
      return queryClient.invalidateQueries({ queryKey: [...keys.settings, 'preview'] })
    },
  })
}

export function useSaveToolPolicy() {
  const queryClient = useQueryClient()
  return useMutation({
    mutationFn: (policy: ToolPolicy) => client.settings.updateToolPolicy(policy),
    meta: { showsItsErrors: true },
    onSuccess: (policy) => {
      queryClient.setQueryData(keys.toolPolicy, policy)
      return queryClient.invalidateQueries({ queryKey: [...keys.settings, 'preview'] })
    },
  })
}

export function useSaveQualification() {
  const queryClient = useQueryClient()
  return useMutation({
    mutationFn: (settings: QualificationSettings) => client.settings.updateQualification(settings),
    meta: { showsItsErrors: true },
    onSuccess: (settings) => {
      queryClient.setQueryData(keys.qualification, settings)
      // The leads' priorities may have moved with it.
      return Promise.all([
        queryClient.invalidateQueries({ queryKey: keys.leads }),
        queryClient.invalidateQueries({ queryKey: [...keys.settings, 'preview'] }),
      ])
    },
  })
}

export function useSaveCompany() {
  const queryClient = useQueryClient()
  return useMutation({
    mutationFn: (profile: CompanyProfile) => client.settings.updateCompanyProfile(profile),
    meta: { showsItsErrors: true },
    onSuccess: (profile) => queryClient.setQueryData(keys.companyProfile, profile),
  })
}

export function useSaveSalesProcess() {
  const queryClient = useQueryClient()
  return useMutation({
    mutationFn: (process: SalesProcessInput) => client.settings.updateSalesProcess(process),
    meta: { showsItsErrors: true },
    onSuccess: (process) => {
      queryClient.setQueryData(keys.salesProcess, process)
      // Open opportunities went along to new names and probabilities.
      return queryClient.invalidateQueries({ queryKey: keys.opportunities })
    },
  })
}

function useMemberChange<T, R>(change: (input: T) => Promise<R>, showsItsErrors = false) {
  const queryClient = useQueryClient()
  return useMutation({
    mutationFn: change,
    meta: { showsItsErrors },
    onSettled: () => queryClient.invalidateQueries({ queryKey: keys.members }),
  })
}

export function useInvite(organizationId: string) {
  return useMemberChange(
    (input: { email: string; role: Role }) => client.members.invite(organizationId, input),
    true,
  )
}

export function useSetRole(organizationId: string) {
  return useMemberChange(({ id, role }: { id: string; role: Role }) =>
    client.members.setRole(organizationId, id, role),
  )
}

export function useRemoveMember(organizationId: string) {
  return useMemberChange((id: string) => client.members.remove(organizationId, id))
}

export function useCreateKey() {
  const queryClient = useQueryClient()
  return useMutation({
    mutationFn: (input: z.input<typeof ApiKeyInput>) => client.apiKeys.create(input),
    meta: { showsItsErrors: true },
    onSuccess: () => queryClient.invalidateQueries({ queryKey: keys.apiKeys }),
  })
}

export function useRevokeKey() {
  const queryClient = useQueryClient()
  return useMutation({
    mutationFn: (id: string) => client.apiKeys.revoke(id),
    onSettled: () => queryClient.invalidateQueries({ queryKey: keys.apiKeys }),
  })
}

/** Batches say that their agent is off. */
const forgetSwitches = (queryClient: QueryClient) =>
  Promise.all(
    [keys.agents, keys.batches].map((queryKey) => queryClient.invalidateQueries({ queryKey })),
  )

export function useSetAgent() {
  const queryClient = useQueryClient()
  return useMutation({
    mutationFn: ({ type, enabled }: { type: string; enabled: boolean }) =>
      client.agents.setEnabled(type, enabled),
    onSettled: () => forgetSwitches(queryClient),
  })
}

export function useSetLimits() {
  const queryClient = useQueryClient()
  return useMutation({
    mutationFn: ({ type, limits }: { type: string | null; limits: AgentLimits }) =>
      type === null ? client.agents.setAllLimits(limits) : client.agents.setLimits(type, limits),
    meta: { showsItsErrors: true },
    onSettled: () => queryClient.invalidateQueries({ queryKey: keys.agents }),
  })
}

export function useSetAllAgents() {
  const queryClient = useQueryClient()
  return useMutation({
    mutationFn: (enabled: boolean) => client.agents.setAllEnabled(enabled),
    onSettled: () => forgetSwitches(queryClient),
  })
}
