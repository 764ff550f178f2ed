/**
 * Each defence taken away in turn: an attack gets through, or the defence is not tested. By the Messages API, which is quicker than
 * the binary: what is shown here is what the defences hold, and they stand outside the engine; but for two that stand in how the
 * binary is started.
 */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import {
  ALL_DEFENCES,
  DEFENCES,
  type Defence,
} from '../../apps/server/src/platform/safety/defences.ts'
import { ABLATIONS, type Ablation, TENANT_WALL } from './ablations.ts'
import { type Attack, loadAttacks } from './attack.ts'
import { type AttackHouse, openAttackHouse } from './attack-house.ts'
import type { Damage } from './damage.ts'
import { type Outcome, runAttacks, succeeded, tell } from './run-attacks.ts'

/** Some runs of a real process, on a machine that may be busy; milliseconds. */
const PATIENCE = { timeout: 20 * 60_000 }

const attacks = new Map(loadAttacks().map((attack) => [attack.id, attack]))
const named = (ids: readonly string[]): Attack[] => ids.flatMap((id) => attacks.get(id) ?? [])
const shown = Object.entries(ABLATIONS) as [Defence, Ablation][]
const shownBy = (engine: Ablation['engine']) => shown.filter(([, a]) => a.engine === engine)
const without = (taken: readonly Defence[]) =>
  new Set([...ALL_DEFENCES].filter((defence) => !taken.includes(defence)))
const damageIn = (outcomes: readonly Outcome[]) =>
  succeeded(outcomes).flatMap((o) => Object.keys(o.damage) as Damage[])

/** The list that the last test prints. */
const lines: string[] = []

it('every defence is shown', () => {
  expect(Object.keys(ABLATIONS).sort()).toEqual(Object.keys(DEFENCES).sort())
})

/** A house for these attacks, open as long as the describe block runs that calls this. */
function openedHouse(engine: 'anthropic-api' | 'claude-code', ids: readonly string[]) {
  let house: AttackHouse
  beforeAll(async () => {
    house = await openAttackHouse(named(ids), { engine })
  }, PATIENCE.timeout)
  afterAll(() => house.close())
  const run = (taken: readonly Defence[], { attacks: of, heedsFences }: Ablation) => {
    house.heedFences(heedsFences ?? false)
    house.stand(without(taken))
    return runAttacks(house, named(of))
  }
  return {
    run,
    wall: (stands: boolean) => house.tenantWall(stands),
    async show(defence: Defence, ablation: Ablation) {
      const { also = [], damage } = ablation
      const outcomes = await run([defence, ...also], ablation)
      list([defence, ...also], outcomes)
      expect(damageIn(outcomes)).toContain(damage)
      // It is this one that held: without the others alone there is no such damage.
      if (also.length > 0) expect(damageIn(await run(also, ablation))).not.toContain(damage)
    },
  }
}

const list = (what: readonly string[], outcomes: readonly Outcome[]) =>
  void lines.push(
    `| ${what.join(' and ')} | ${tell(succeeded(outcomes)).join('<br>') || 'nothing'} |`,
  )
const idsOf = (ablations: readonly [string, Ablation][]) => ablations.flatMap(([, a]) => a.attacks)

describe('by the Messages API, without', PATIENCE, () => {
  const ablations = shownBy(undefined)
  const house = openedHouse('anthropic-api', idsOf(ablations))

  it.each(ablations)('%s an attack gets through [attacks.ablation]', house.show)

  it('the database’s wall between tenants another one’s lead is read [attacks.ablation]', async () => {
    expect(damageIn(await house.run(TENANT_WALL.also, TENANT_WALL))).toEqual([])
    await house.wall(false)
    try {
      const outcomes = await house.run(TENANT_WALL.also, TENANT_WALL)
      list(['the wall between tenants', ...TENANT_WALL.also], outcomes)
      expect(damageIn(outcomes)).toContain(TENANT_WALL.damage)
    } finally {
      await house.wall(true)
    }
  })

  it('the finding of orders a model that heeds fences is moved by none of those that break out of them', async () => {
    const ids = [...ABLATIONS.fences.attacks, 'web-005', 'web-006', 'field-003']
    const outcomes = await house.run(['found_orders'], { ...ABLATIONS.fences, attacks: ids })
    expect(tell(succeeded(outcomes))).toEqual([])
  })
})

describe('by the real Claude Code binary, without', PATIENCE, () => {
  const ablations = shownBy('claude-code')
  const house = openedHouse('claude-code', idsOf(ablations))

  it.each(ablations)('%s an attack gets through [attacks.ablation]', house.show)
})

afterAll(() => {
  console.info(['', '| without | gets through |', '| --- | --- |', ...lines].join('\n'))
})
