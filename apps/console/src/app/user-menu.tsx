import { useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { KeyRound, LogOut, Monitor, Moon, Sun } from 'lucide-react'
import { toast } from 'sonner'
import { ROLE_LABEL } from '../ui/labels.ts'
import { Menu, MenuChoices, MenuItem, MenuLabel, MenuSeparator } from '../ui/menu.tsx'
import { signOut, useMe } from './session.ts'
import { setTheme, type Theme, useTheme } from './theme.ts'

export const THEME_CHOICES = [
  { value: 'system', label: 'As the system', icon: <Monitor aria-hidden /> },
  { value: 'light', label: 'Light', icon: <Sun aria-hidden /> },
  { value: 'dark', label: 'Dark', icon: <Moon aria-hidden /> },
] as const satisfies readonly { value: Theme; label: string; icon: unknown }[]

export function useSignOut(): () => Promise<void> {
  const queryClient = useQueryClient()
  const navigate = useNavigate()
  return async () => {
    try {
      await signOut(queryClient)
      await navigate({ to: '/sign-in' })
    } catch (error) {
      toast.error('Signing out did not work', {
        description: error instanceof Error ? error.message : '',
      })
    }
  }
}

function initials(name: string): string {
  const words = name.trim().split(/\s+/)
  const letters = words.length > 1 ? [words[0], words.at(-1)] : [words[0]]
  return letters
    .map((word) => [...(word ?? '')][0] ?? '')
    .join('')
    .toUpperCase()
}

export function UserMenu({ onChangePassword }: { onChangePassword: () => void }) {
  const me = useMe()
  const theme = useTheme()
  const leave = useSignOut()
  const name = me.name || me.email || 'You'
  const trigger = (
    <button
      type="button"
      title="Theme, password and sign-out"
      className="flex w-full items-center justify-center gap-2.5 rounded-lg p-1.5 text-left hover:bg-rail-2 lg:justify-start"
    >
      <span
        aria-hidden
        className="grid size-7 shrink-0 place-items-center rounded-full bg-rail-2 font-semibold text-2xs text-rail-ink ring-1 ring-rail-ink-2/40"
      >
        {initials(name)}
      </span>
      <span className="sr-only min-w-0 flex-1 lg:not-sr-only">
        <span className="block truncate text-sm leading-tight">{name}</span>
        <span className="block text-rail-ink-2 text-xs leading-tight">
          {ROLE_LABEL[me.organization.role]}
        </span>
      </span>
    </button>
  )
  return (
    <Menu side="top" align="start" trigger={trigger}>
      <div className="px-2.5 pt-1.5 pb-2">
        <p className="truncate font-medium">{name}</p>
        {me.email && <p className="truncate text-ink-3 text-sm">{me.email}</p>}
      </div>
      <MenuSeparator />
      <MenuLabel>Theme</MenuLabel>
      <MenuChoices
        value={theme}
        onChange={(value) => setTheme(value as Theme)}
        choices={THEME_CHOICES}
      />
      <MenuSeparator />
      <MenuItem onSelect={onChangePassword}>
        <KeyRound aria-hidden />
        Change password
      </MenuItem>
      <MenuItem onSelect={() => void leave()}>
        <LogOut aria-hidden />
        Sign out
      </MenuItem>
    </Menu>
  )
}
