/** How long until the first answer: the very first start, and later ones; and the memory of an idle process. */
import { setTimeout as sleep } from 'node:timers/promises'
import { type Figure, median, type Say } from './measure.ts'
import { startSite } from './site.ts'

const RUNS = 5
/** The demo is qualified, timers have fired, a garbage collection has passed. */
const SETTLE_MS = 15_000

const seconds = (ms: number) => `${(ms / 1000).toFixed(2)} s`

export async function* benchStart(say: Say): AsyncGenerator<Figure> {
  const first: number[] = []
  const later: number[] = []
  const memory: number[] = []
  for (let run = 0; run < RUNS; run += 1) {
    const site = await startSite()
    first.push(site.startMs)
    if (run === 0) {
      await sleep(SETTLE_MS)
      memory.push(await site.memoryMb())
    }
    await site.stop()
    const again = await startSite({ dataDir: site.dataDir })
    later.push(again.startMs)
    if (run === 0) {
      await sleep(SETTLE_MS)
      memory.push(await again.memoryMb())
    }
    await again.stop()
    await site.remove()
    say(`${run + 1} of ${RUNS}: first ${seconds(site.startMs)}, later ${seconds(again.startMs)}`)
  }
  const how = `median of ${RUNS}`
  yield {
    what: 'first start to the first answer',
    measured: median(first) / 1000,
    unit: 's',
    promised: 6,
    how,
  }
  yield {
    what: 'later start to the first answer',
    measured: median(later) / 1000,
    unit: 's',
    promised: 2.5,
    how,
  }
  yield {
    what: 'memory, idle with the demo',
    measured: Math.max(...memory),
    unit: 'MB',
    promised: 650,
    how: 'greater of first and later start',
  }
}
