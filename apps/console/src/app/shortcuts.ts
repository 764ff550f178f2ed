import { useEffect, useRef, useSyncExternalStore } from 'react'
import { readStored, writeStored } from './stored.ts'

/** How long the second key of `g l` may take, in milliseconds. */
const SEQUENCE_MS = 1200
const STORAGE_KEY = 'insa.shortcuts'

export interface Shortcut {
  /** `j`, `/`, `?`, or two keys with a space between: `g l`. */
  keys: string
  /** What it does, for the help. */
  does: string
  group: 'Go to' | 'Leads' | 'Lead' | 'List' | 'Anywhere'
  run: () => void
}

const registered = new Map<string, Shortcut>()
const readers = new Set<() => void>()
let listed: readonly Shortcut[] = []
let pending: { key: string; at: number } | undefined
let off = readStored(STORAGE_KEY) === 'off'

function changed(): void {
  listed = [...registered.values()]
  for (const read of readers) read()
}

const subscribe = (reader: () => void) => {
  readers.add(reader)
  return () => readers.delete(reader)
}

/** What can be pressed right now, for the help. */
export function useShortcutList(): readonly Shortcut[] {
  return useSyncExternalStore(subscribe, () => listed)
}

/** Single-key shortcuts can be switched off: speech input types letters by accident (WCAG 2.1.4). */
export function useShortcutsOff(): [boolean, (off: boolean) => void] {
  const value = useSyncExternalStore(subscribe, () => off)
  const set = (next: boolean) => {
    off = next
    writeStored(STORAGE_KEY, next ? 'off' : undefined)
    changed()
  }
  return [value, set]
}

/** Registers shortcuts while the component is on the screen. */
export function useShortcuts(shortcuts: readonly Shortcut[]): void {
  const latest = useRef(shortcuts)
  latest.current = shortcuts
  const signature = shortcuts.map((s) => s.keys).join()
  // biome-ignore lint/correctness/useExhaustiveDependencies: the signature stands for the list, whose functions are new on every render
  useEffect(() => {
    const mine = latest.current.map((shortcut, index) => {
      const entry = { ...shortcut, run: () => latest.current[index]?.run() }
      registered.set(entry.keys, entry)
      return entry
    })
    changed()
    return () => {
      for (const entry of mine) {
        if (registered.get(entry.keys) === entry) registered.delete(entry.keys)
      }
      changed()
    }
  }, [signature])
}

function isTyping(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false
  return target.isContentEditable || target.matches('input, textarea, select, [role=slider]')
}

const isCovered = () =>
  document.querySelector('[role=dialog], [role=alertdialog], [role=menu]') !== null

/** The one listener, for as long as the shell stands. */
export function listenForShortcuts(): () => void {
  const onKeyDown = (event: KeyboardEvent) => {
    if (off || event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return
    if (isTyping(event.target) || isCovered()) return
    const shortcut = match(event.key, event.timeStamp)
    if (!shortcut) return
    event.preventDefault()
    shortcut.run()
  }
  document.addEventListener('keydown', onKeyDown)
  return () => document.removeEventListener('keydown', onKeyDown)
}

function match(key: string, at: number): Shortcut | undefined {
  const sequence =
    pending && at - pending.at < SEQUENCE_MS ? registered.get(`${pending.key} ${key}`) : undefined
  pending = [...registered.keys()].some((keys) => keys.startsWith(`${key} `))
    ? { key, at }
    : undefined
  return sequence ?? registered.get(key)
}
