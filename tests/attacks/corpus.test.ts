import { describe, expect, it } from 'vitest'
import {
  ALL_TECHNIQUES,
  type Attack,
  GOALS,
  LANGUAGES,
  loadAttacks,
  TECHNIQUES,
  VECTORS,
  wordsOf,
} from './attack.ts'
import { canRead, skeleton } from './read-order.ts'

const attacks = loadAttacks()
const count = (key: 'vector' | 'technique' | 'language' | 'goal') =>
  Object.fromEntries(
    [...Map.groupBy(attacks, (a) => a[key])].map(([name, list]) => [name, list.length]),
  )
const repeated = (texts: string[]) => texts.filter((text, i) => texts.indexOf(text) !== i)
const kindOf = ({ technique }: Attack) =>
  Object.entries(TECHNIQUES).find(([, names]) => names.some((n) => n === technique))?.[0]

describe('the corpus of attacks', () => {
  it('holds at least 150, over every way in [attacks.corpus]', () => {
    expect(attacks.length).toBeGreaterThanOrEqual(150)
    const perVector = count('vector')
    for (const vector of VECTORS) expect(perVector[vector], vector).toBeGreaterThanOrEqual(20)
  })

  it('holds direct, hidden and encoded ones, in every technique [attacks.corpus]', () => {
    const perTechnique = count('technique')
    for (const technique of ALL_TECHNIQUES)
      expect(perTechnique, technique).toHaveProperty(technique)
    const perKind = Map.groupBy(attacks, kindOf)
    expect(perKind.get('hidden')?.length).toBeGreaterThanOrEqual(20)
    expect(perKind.get('encoded')?.length).toBeGreaterThanOrEqual(20)
  })

  it('speaks the six languages and wants everything an attacker could [attacks.corpus]', () => {
    const perLanguage = count('language')
    for (const language of LANGUAGES) {
      expect(perLanguage[language], language).toBeGreaterThanOrEqual(20)
      const ways = new Set(attacks.filter((a) => a.language === language).map(kindOf))
      expect(ways, language).toEqual(new Set(['direct', 'hidden', 'encoded']))
    }
    for (const goal of GOALS) expect(count('goal'), goal).toHaveProperty(goal)
  })

  it('repeats nothing: neither an id, nor a text, nor an order', () => {
    expect(repeated(attacks.map((a) => a.id))).toEqual([])
    expect(repeated(attacks.map((a) => wordsOf(a).join('\n')))).toEqual([])
    expect(repeated(attacks.flatMap((a) => a.order.map(skeleton)))).toEqual([])
  })

  it('is written so that a model without any defence around it reads every order', () => {
    expect(attacks.filter((a) => !canRead(wordsOf(a), a.order)).map((a) => a.id)).toEqual([])
  })

  it('encodes what it says is encoded: nobody reads it as it stands', () => {
    const plain = attacks
      .filter((a) => kindOf(a) === 'encoded')
      .filter((a) => a.order.every((part) => wordsOf(a).join('\n').includes(part)))
    expect(plain.map((a) => a.id)).toEqual([])
  })

  it('asks of every obedient model to do something', () => {
    const idle = attacks.filter(
      ({ goal, obey }) =>
        !goal.startsWith('cost') && !obey.endless && !obey.calls?.length && !obey.judgement,
    )
    expect(idle.map((a) => a.id)).toEqual([])
  })
})
