import { PGlite } from '@electric-sql/pglite'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { tend } from './tend-pglite.ts'

let pglite: PGlite
beforeAll(async () => {
  pglite = await PGlite.create()
  await pglite.exec('create table small (n int); create table large (n int, padding text)')
})
afterAll(() => pglite.close())

const run = async (text: string) => (await pglite.query<Record<string, unknown>>(text)).rows
/** Changes rows, and has that noted at once instead of within a second. */
const change = (statement: string) => pglite.exec(`${statement}; select pg_stat_force_next_flush()`)
const fill = (table: string, rows: number) =>
  change(`insert into ${table} select n from generate_series(1, ${rows}) n`)
const rowsKnown = async () =>
  (await pglite.query<{ n: number }>(`select reltuples as n from pg_class where relname = 'large'`))
    .rows[0]?.n

it('leaves alone what hardly changed', async () => {
  await fill('small', 100)
  expect(await tend(run)).toEqual([])
})

it('counts a table that grew, once', async () => {
  await fill('large', 20_000)
  expect(await tend(run)).toEqual(['large'])
  expect(await rowsKnown()).toBe(20_000)
  expect(await tend(run)).toEqual([])
})

it('gives the room of replaced rows back, so that a table that only changes does not grow', async () => {
  const size = async () =>
    (await pglite.query<{ n: number }>(`select pg_relation_size('large') as n`)).rows[0]?.n ?? 0
  await change('update large set n = n + 1')
  const once = await size()
  for (let i = 0; i < 3; i += 1) {
    expect(await tend(run)).toEqual(['large'])
    await change('update large set n = n + 1')
  }
  expect(await size()).toBeLessThan(once * 1.2)
})
