/** Lets attacks come in, several at a time, and tells what became of each. */
import type { Attack } from './attack.ts'
import type { AttackHouse } from './attack-house.ts'
import { type Damage, judgeDamage } from './damage.ts'
import type { Suffered } from './suffer-attack.ts'

export interface Outcome extends Omit<Suffered, 'facts'> {
  attack: Attack
  /** What damage was done, with words that say what was seen; nothing where there was none. */
  damage: Partial<Record<Damage, string>>
}

/** As many as the house has workers. */
const AT_ONCE = 4

export async function runAttacks(
  house: Pick<AttackHouse, 'suffer'>,
  attacks: readonly Attack[],
): Promise<Outcome[]> {
  const waiting = [...attacks]
  const outcomes: Outcome[] = []
  const work = async () => {
    for (let attack = waiting.shift(); attack; attack = waiting.shift()) {
      const { facts, ...rest } = await house.suffer(attack)
      outcomes.push({ attack, damage: judgeDamage(facts), ...rest })
    }
  }
  await Promise.all(Array.from({ length: AT_ONCE }, work))
  return outcomes
}

export const succeeded = (outcomes: readonly Outcome[]): Outcome[] =>
  outcomes.filter(({ damage }) => Object.keys(damage).length > 0)

/** One line an attack: which, and what it did. */
export const tell = (outcomes: readonly Outcome[]): string[] =>
  outcomes.map(({ attack, damage }) => {
    const seen = Object.entries(damage).map(([name, words]) => `${name}: ${words}`)
    return `${attack.id} (${attack.goal}): ${seen.join('; ')}`
  })

/** How the attacks of each kind came to nothing, a row a kind. */
export function tableBy(key: 'vector' | 'technique', outcomes: readonly Outcome[]): string {
  const rows = [...Map.groupBy(outcomes, ({ attack }) => attack[key])].map(([kind, own]) => {
    const count = (what: (o: Outcome) => boolean) => own.filter(what).length
    const at = ENDS.map((end) => count(({ endedAt }) => endedAt.includes(end)))
    return [kind, own.length, count((o) => o.hasRead), ...at, succeeded(own).length]
  })
  const head = [key, 'attacks', 'read', ...ENDS, 'succeeded']
  return [head, head.map(() => '---'), ...rows].map((row) => `| ${row.join(' | ')} |`).join('\n')
}

const ENDS = ['not read', 'refused', 'asked a person', 'own judgement holds', 'limit'] as const
