import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { ROOT } from '../scripts/setup-state.mjs'
import { PLANNED, REQUIREMENTS } from './requirements.ts'
import { listFiles, listTests } from './source-files.ts'

/** One or more `[id]` right before the quote that ends a test's name. */
const TAGS = /((?:\s*\[[a-z0-9-]+(?:\.[a-z0-9-]+)+\])+)['"`]\s*,/g

function citedIds(): Map<string, string[]> {
  const cited = new Map<string, string[]>()
  for (const file of listTests()) {
    for (const [, tags = ''] of readFileSync(join(ROOT, file), 'utf8').matchAll(TAGS)) {
      for (const [, id = ''] of tags.matchAll(/\[([^\]]+)\]/g)) {
        cited.set(id, [...(cited.get(id) ?? []), file])
      }
    }
  }
  return cited
}

/** The ids as they are written in the areas' files: an id that two of them list would be one when they are joined. */
function writtenIds(): string[] {
  return listFiles('tests/requirements').flatMap((file) =>
    [...readFileSync(join(ROOT, file), 'utf8').matchAll(/^ {2}'([^']+)':/gm)].map(
      ([, id = '']) => id,
    ),
  )
}

describe('our promises', () => {
  const cited = citedIds()
  const promised = Object.keys(REQUIREMENTS)
  const planned: readonly string[] = PLANNED

  it('are each listed in one area, and joined', () => {
    expect(writtenIds().sort()).toEqual([...promised].sort())
  })

  it('are each proved by a test', () => {
    expect(promised.filter((id) => !planned.includes(id) && !cited.has(id))).toEqual([])
  })

  it('are the only ones that tests cite', () => {
    expect([...cited].filter(([id]) => !promised.includes(id))).toEqual([])
  })

  it('are none of them left for later', () => {
    const toWrite = planned.filter((id) => !cited.has(id))
    const toTakeOff = planned.filter((id) => cited.has(id))
    expect({ toWrite, toTakeOff }).toEqual({ toWrite: [], toTakeOff: [] })
  })
})
