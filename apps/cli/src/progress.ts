/** How far long work is: a bar on a terminal, a line at every tenth where stderr goes to a file. */
import { type Options, SingleBar } from 'cli-progress'
import type { CliConfig } from './config.ts'
import { formatCount } from './format-text.ts'

export interface Progress {
  update: (done: number, total: number) => void
  /** Clears the bar away; calling it twice does no harm. */
  stop: () => void
}

export function createProgress(config: CliConfig, label: string): Progress {
  return config.stderr.isTTY ? barProgress(config, label) : lineProgress(config, label)
}

function barProgress({ stderr }: CliConfig, label: string): Progress {
  const options: Options = {
    stream: stderr,
    format: `${label} {bar} {value}/{total}  {percentage}%  {duration_formatted}`,
    barCompleteChar: '█',
    barIncompleteChar: '░',
    barsize: 30,
    clearOnComplete: true,
    hideCursor: true,
  }
  const bar = new SingleBar(options)
  let isStarted = false
  return {
    update(done, total) {
      if (isStarted) {
        bar.setTotal(total)
        bar.update(done)
      } else bar.start(total, done)
      isStarted = true
    },
    stop() {
      if (isStarted) bar.stop()
      isStarted = false
    },
  }
}

function lineProgress({ stderr }: CliConfig, label: string): Progress {
  let shownTenth = -1
  return {
    update(done, total) {
      const tenth = total > 0 ? Math.floor((done * 10) / total) : 0
      if (tenth === shownTenth) return
      shownTenth = tenth
      stderr.write(`${label}: ${formatCount(done)} of ${formatCount(total)}\n`)
    },
    stop() {
      shownTenth = -1
    },
  }
}
