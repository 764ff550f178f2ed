/** What a browser fetches of script for the first page: the entry and all that it imports at once, gzipped. */
import { readFile } from 'node:fs/promises'
import { gzipSync } from 'node:zlib'
import type { Figure } from './measure.ts'

const DIST = new URL('../apps/console/dist/', import.meta.url)

export async function* benchConsole(): AsyncGenerator<Figure> {
  const page = await readFile(new URL('index.html', DIST), 'utf8')
  const scripts = [...page.matchAll(/(?:src|href)="\/?(assets\/[^"]+\.js)"/g)].map(
    (m) => m[1] ?? '',
  )
  const sizes = await Promise.all(
    scripts.map(async (s) => gzipSync(await readFile(new URL(s, DIST))).length),
  )
  yield {
    what: "script of the console's first page, gzipped",
    measured: sizes.reduce((a, b) => a + b, 0) / 1000,
    unit: 'kB',
    promised: 250,
    how: `${scripts.length} file(s) named by index.html`,
  }
}
