import { useSyncExternalStore } from 'react'
import { readStored, writeStored } from './stored.ts'

export type Theme = 'system' | 'light' | 'dark'

/** Also read by public/theme-init.js, before the first paint. */
const KEY = 'insa.theme'

const readers = new Set<() => void>()

function stored(): Theme {
  const value = readStored(KEY)
  return value === 'light' || value === 'dark' ? value : 'system'
}

function apply(): void {
  const theme = stored()
  const systemDark = matchMedia('(prefers-color-scheme: dark)').matches
  const dark = theme === 'dark' || (theme === 'system' && systemDark)
  document.documentElement.classList.toggle('dark', dark)
  for (const read of readers) read()
}

export function setTheme(theme: Theme): void {
  writeStored(KEY, theme === 'system' ? undefined : theme)
  apply()
}

/** Follows the system's theme and the choice made in another tab. */
export function watchTheme(): void {
  matchMedia('(prefers-color-scheme: dark)').addEventListener('change', apply)
  addEventListener('storage', (event) => event.key === KEY && apply())
}

const subscribe = (reader: () => void) => {
  readers.add(reader)
  return () => readers.delete(reader)
}

export function useTheme(): Theme {
  return useSyncExternalStore(subscribe, stored)
}

const isDark = () => document.documentElement.classList.contains('dark')

/** What is on the screen, whoever decided it. */
export function useIsDark(): boolean {
  return useSyncExternalStore(subscribe, isDark)
}
