import { useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { Building2, ChevronsUpDown } from 'lucide-react'
import { Menu, MenuChoices, MenuLabel } from '../ui/menu.tsx'
import { chooseOrganization } from './organization.ts'
import { meQuery, useMe } from './session.ts'

/** Changes the organization and forgets everything that was read in the former one. */
export function useSwitchOrganization(): (id: string) => Promise<void> {
  const queryClient = useQueryClient()
  const navigate = useNavigate()
  return async (id) => {
    chooseOrganization(id)
    await queryClient.cancelQueries()
    await queryClient.fetchQuery({ ...meQuery, staleTime: 0 })
    queryClient.removeQueries({ predicate: ({ queryKey }) => queryKey[0] !== 'me' })
    await navigate({ to: '/leads' })
  }
}

/** The organization's name, and a choice where the person has several. */
export function OrganizationSwitcher() {
  const { organization, organizations } = useMe()
  const switchTo = useSwitchOrganization()
  const name = (
    <span className="sr-only min-w-0 flex-1 lg:not-sr-only">
      <span className="block truncate text-left">{organization.name}</span>
    </span>
  )
  if (organizations.length < 2) {
    return (
      <p
        title={organization.name}
        className="flex h-9 items-center justify-center gap-2.5 px-2.5 text-rail-ink-2 text-sm lg:justify-start"
      >
        <Building2 aria-hidden className="size-[1.125rem] shrink-0" />
        {name}
      </p>
    )
  }
  const trigger = (
    <button
      type="button"
      title="Change the organization"
      className="flex h-9 w-full items-center justify-center gap-2.5 rounded-lg border border-rail-2 px-2.5 text-sm hover:bg-rail-2 lg:justify-start"
    >
      <Building2 aria-hidden className="size-[1.125rem] shrink-0 text-rail-ink-2" />
      {name}
      <ChevronsUpDown aria-hidden className="hidden size-3.5 shrink-0 text-rail-ink-2 lg:block" />
    </button>
  )
  return (
    <Menu align="start" trigger={trigger}>
      <MenuLabel>Organization</MenuLabel>
      <MenuChoices
        value={organization.id}
        onChange={(id) => void switchTo(id)}
        choices={organizations.map(({ id, name: label }) => ({ value: id, label }))}
      />
    </Menu>
  )
}
