/** When the hours of a batch begin and end: over midnight, on some days only, and when the clocks change. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type TestApp, testApp } from '../../testing/test-app.ts'
import { DATABASE_KINDS } from '../../testing/test-database.ts'
import type { Hours } from './batch.ts'
import { nextStretches } from './batches.store.ts'
import { expectedEnd } from './expected-end.ts'

const EVERY_DAY = [1, 2, 3, 4, 5, 6, 7]
const NIGHTS: Hours = { time_zone: 'Europe/Berlin', from: '22:00', to: '06:00', days: EVERY_DAY }

describe.each(DATABASE_KINDS)('the hours of a batch on %s', (kind) => {
  let app: TestApp
  beforeAll(async () => {
    app = await testApp({ database: kind, working: false })
  })
  afterAll(() => app.close())

  /** The first stretches, each as its beginning and its end. */
  const stretches = async (hours: Hours, after: string, count = 1) => {
    const found = await app.database.tenant(app.acme.id, (tx) =>
      nextStretches(tx, hours, new Date(after), 15),
    )
    return found.slice(0, count).map((s) => [s.opensAt.toISOString(), s.closesAt.toISOString()])
  }
  const hoursOf = async (hours: Hours, after: string) => {
    const [[opens, closes] = []] = await stretches(hours, after)
    return (Date.parse(closes ?? '') - Date.parse(opens ?? '')) / 3_600_000
  }

  it('go over midnight: the night that is, then the next one [batches.window]', async () => {
    const night = ['2026-12-01T21:00:00.000Z', '2026-12-02T05:00:00.000Z']
    for (const inside of [
      '2026-12-01T12:00:00Z',
      '2026-12-01T21:00:00Z',
      '2026-12-01T23:30:00Z',
      '2026-12-02T04:59:59Z',
    ])
      expect(await stretches(NIGHTS, inside)).toEqual([night])
    expect(await stretches(NIGHTS, '2026-12-02T05:00:00Z')).toEqual([
      ['2026-12-02T21:00:00.000Z', '2026-12-03T05:00:00.000Z'],
    ])
  })

  it('begin on their days, and end on the day after', async () => {
    // 2026-12-04 is a Friday.
    const weekdays = { ...NIGHTS, days: [1, 2, 3, 4, 5] }
    expect(await stretches(weekdays, '2026-12-04T12:00:00Z', 2)).toEqual([
      ['2026-12-04T21:00:00.000Z', '2026-12-05T05:00:00.000Z'],
      ['2026-12-07T21:00:00.000Z', '2026-12-08T05:00:00.000Z'],
    ])
    expect(await stretches(weekdays, '2026-12-05T04:00:00Z')).toEqual([
      ['2026-12-04T21:00:00.000Z', '2026-12-05T05:00:00.000Z'],
    ])
  })

  it('inside one day, and of the same time twice a whole one', async () => {
    const noon = { ...NIGHTS, from: '12:00', to: '13:30' }
    expect(await stretches(noon, '2026-12-01T12:30:00Z')).toEqual([
      ['2026-12-02T11:00:00.000Z', '2026-12-02T12:30:00.000Z'],
    ])
    expect(await hoursOf({ ...NIGHTS, to: '22:00' }, '2026-12-01T12:00:00Z')).toBe(24)
  })

  it('are an hour shorter in the night that the clocks go forward, and longer when they go back [batches.window]', async () => {
    expect(await hoursOf(NIGHTS, '2026-03-28T12:00:00Z')).toBe(7)
    expect(await hoursOf(NIGHTS, '2026-10-24T12:00:00Z')).toBe(9)
    expect(await stretches(NIGHTS, '2026-03-28T12:00:00Z', 2)).toEqual([
      ['2026-03-28T21:00:00.000Z', '2026-03-29T04:00:00.000Z'],
      ['2026-03-29T20:00:00.000Z', '2026-03-30T04:00:00.000Z'],
    ])
  })

  it('are an hour later where the clocks leave out when they begin, and fall out where nothing is left', async () => {
    const early = { ...NIGHTS, from: '02:30', to: '05:00' }
    expect(await stretches(early, '2026-03-28T12:00:00Z')).toEqual([
      ['2026-03-29T01:30:00.000Z', '2026-03-29T03:00:00.000Z'],
    ])
    expect(await stretches({ ...early, to: '03:15' }, '2026-03-28T12:00:00Z')).toEqual([
      ['2026-03-30T00:30:00.000Z', '2026-03-30T01:15:00.000Z'],
    ])
  })
})

describe('the expected end', () => {
  const at = (text: string) => new Date(`2026-12-0${text}:00Z`)
  const nights = [1, 2, 3].map((day) => ({
    opensAt: at(`${day}T22:00`),
    closesAt: at(`${day + 1}T06:00`),
  }))

  it('is now and the time that it takes, where it may always work', () => {
    expect(expectedEnd(at('1T12:00'), 3_600, null)).toEqual(at('1T13:00'))
  })

  it('counts the hours only that it may work in', () => {
    expect(expectedEnd(at('1T12:00'), 3_600, nights)).toEqual(at('1T23:00'))
    expect(expectedEnd(at('1T12:00'), 10 * 3_600, nights)).toEqual(at('3T00:00'))
    expect(expectedEnd(at('2T05:00'), 2 * 3_600, nights)).toEqual(at('2T23:00'))
  })

  it('is not told where it lies beyond all that is known', () => {
    expect(expectedEnd(at('1T12:00'), 25 * 3_600, nights)).toBeNull()
  })
})
