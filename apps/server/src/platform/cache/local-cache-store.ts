/** Answers of one process that is alone on its database. Bounded: what was not asked for longest goes first. */
import { randomUUID } from 'node:crypto'
import type { CacheStore } from './cache-store.ts'

/** Answers are a few kilobytes each. Characters, over all of them. */
const MOST_CHARACTERS = 8_000_000
/** Names are few: some a tenant. */
const MOST_MARKS = 10_000

interface Kept {
  text: string
  /** By this process's clock, milliseconds. */
  until: number
}

export function createLocalCacheStore(mostCharacters = MOST_CHARACTERS): CacheStore {
  /** Oldest use first. */
  const answers = new Map<string, Kept>()
  const marks = new Map<string, string>()
  let characters = 0
  const drop = (key: string) => {
    characters -= answers.get(key)?.text.length ?? 0
    answers.delete(key)
  }
  const mark = (name: string, value: string) => {
    // Without their marks answers count no more: that is always safe.
    if (marks.size >= MOST_MARKS) marks.clear()
    marks.set(name, value)
    return value
  }
  return {
    async look(names, key) {
      const found = answers.get(key)
      if (found) {
        answers.delete(key)
        if (found.until > performance.now()) answers.set(key, found)
        else characters -= found.text.length
      }
      return {
        marks: names.map((name) => marks.get(name) ?? mark(name, randomUUID())),
        kept: answers.get(key)?.text ?? null,
      }
    },
    async keep(key, text, forMs) {
      drop(key)
      if (text.length > mostCharacters) return
      answers.set(key, { text, until: performance.now() + forMs })
      characters += text.length
      for (const oldest of answers.keys()) {
        if (characters <= mostCharacters) break
        drop(oldest)
      }
    },
    async renew(names) {
      for (const name of names) mark(name, randomUUID())
    },
    onDoubt: () => undefined,
  }
}
