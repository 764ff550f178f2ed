/** Migrations run while the release before them still works: they take nothing away that it reads or writes. */
import { readdir, readFile } from 'node:fs/promises'
import { describe, expect, it } from 'vitest'

/** Written before there was a release that could have been running. */
const BEFORE_THE_FIRST_RELEASE = 26

const DIRECTORY = new URL('../../../migrations/', import.meta.url)

/** What the release before would stumble over, and what to do in its place. */
const TAKES_AWAY: [RegExp, string][] = [
  [/^drop\s+(table|view|type)\b/i, 'drop it one release later'],
  [/\bdrop\s+column\b/i, 'drop it one release later'],
  [/\brename\b/i, 'add the new name, write both, drop the old one a release later'],
  [/\balter\s+(column\s+)?\S+\s+(set\s+data\s+)?type\b/i, 'add another column'],
  [/\bset\s+not\s+null\b/i, 'the release before may still write null'],
  [
    /\badd\s+column\s+(?:(?!,\s*add\b)[\s\S])*?\bnot\s+null\b(?![\s\S]*\b(default|generated)\b)/i,
    'give it a default: the release before does not fill it',
  ],
]

/** @returns what is wrong with a statement; null: nothing. */
function faultOf(statement: string): string | null {
  const found = TAKES_AWAY.find(([pattern]) => pattern.test(statement))
  return found ? `${statement.slice(0, 80)} … ${found[1]}` : null
}

/** Without comments and the bodies of functions, which hold statements that change rows and not tables. */
const statementsOf = (sql: string) =>
  sql
    .replaceAll(/--[^\n]*/g, '')
    .replaceAll(/\$(\w*)\$[\s\S]*?\$\1\$/g, "''")
    .split(';')
    .map((s) => s.trim())

describe('migrations are safe while the release before is running [database.migrations.live]', async () => {
  const names = (await readdir(DIRECTORY)).filter((name) => /^\d{4}_/.test(name))
  const newer = names.filter((name) => Number(name.slice(0, 4)) > BEFORE_THE_FIRST_RELEASE)

  it.each(newer)('%s takes nothing away', async (name) => {
    const sql = await readFile(new URL(name, DIRECTORY), 'utf8')
    expect(statementsOf(sql).map(faultOf).filter(Boolean)).toEqual([])
  })

  it.each([
    'drop table leads',
    'alter table leads drop column phone',
    'alter table leads rename to prospects',
    'alter table leads alter column phone type integer',
    'alter table leads alter phone set not null',
    'alter table leads add column phone_2 text not null',
  ])('and would be found: %s', (statement) => {
    expect(faultOf(statement)).not.toBeNull()
  })

  it.each([
    "alter table leads add column phone_2 text not null default ''",
    'alter table leads add column phone_2 text',
    'create table more (id uuid not null)',
    'drop index leads_search',
  ])('but not: %s', (statement) => {
    expect(faultOf(statement)).toBeNull()
  })
})
