/**
 * Each defence taken away in turn: an attack gets through, or the defence is not tested. By the Messages API, which is quicker than
 * the binary: what is shown here is what the defences hold, and they stand outside the engine.
 */
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import {
  ALL_DEFENCES,
  DEFENCES,
  type Defence,
} from '../../apps/server/src/platform/safety/defences.ts'
import { ABLATIONS, type Ablation, NOT_SHOWN } from './ablations.ts'
import { type Attack, loadAttacks } from './attack.ts'
import { type AttackHouse, openAttackHouse } from './attack-house.ts'
import { type Outcome, runAttacks, succeeded, tell } from './run-attacks.ts'

/** Some runs of a real process, on a machine that may be busy; milliseconds. */
const PATIENCE = { timeout: 20 * 60_000 }

const attacks = new Map(loadAttacks().map((attack) => [attack.id, attack]))
const named = (ids: readonly string[]): Attack[] => ids.flatMap((id) => attacks.get(id) ?? [])
const shown = Object.entries(ABLATIONS) as [Defence, Ablation][]
const without = (taken: readonly Defence[]) =>
  new Set([...ALL_DEFENCES].filter((defence) => !taken.includes(defence)))

describe('without', PATIENCE, () => {
  let house: AttackHouse
  const lines: string[] = []
  beforeAll(async () => {
    const aimed = named(shown.flatMap(([, { attacks: ids }]) => ids))
    house = await openAttackHouse(aimed, { engine: 'anthropic-api' })
  }, PATIENCE.timeout)
  afterEach(() => {
    house.stand(ALL_DEFENCES)
    house.heedFences(false)
  })
  afterAll(async () => {
    console.info(['', '| without | gets through |', '| --- | --- |', ...lines].join('\n'))
    await house.close()
  })

  const run = async (taken: readonly Defence[], ids: readonly string[]): Promise<Outcome[]> => {
    house.stand(without(taken))
    return runAttacks(house, named(ids))
  }
  const list = (what: string, outcomes: readonly Outcome[]) =>
    void lines.push(`| ${what} | ${tell(succeeded(outcomes)).join('<br>') || 'nothing'} |`)

  it.each(shown)(
    '%s an attack gets through [attacks.ablation]',
    async (defence, { also = [], attacks: ids, damage, heedsFences }) => {
      house.heedFences(heedsFences ?? false)
      const outcomes = await run([defence, ...also], ids)
      list([defence, ...also].join(' and '), outcomes)
      expect(succeeded(outcomes).flatMap((o) => Object.keys(o.damage))).toContain(damage)
    },
  )

  it('each of them: it is shown here, or named as one that is not shown yet', () => {
    const told = [...shown.map(([defence]) => defence), ...NOT_SHOWN]
    expect(told.sort()).toEqual(Object.keys(DEFENCES).sort())
  })

  it('the finding of orders a model that heeds fences is moved by none of those that break out of them', async () => {
    house.heedFences(true)
    const outcomes = await run(
      ['found_orders'],
      [...(ABLATIONS.fences?.attacks ?? []), 'web-005', 'web-006', 'field-003'],
    )
    expect(tell(succeeded(outcomes))).toEqual([])
  })
})
