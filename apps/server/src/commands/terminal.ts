/** Where a command says what it did, and how far it is. */

export interface Terminal {
  /** A line of the result. */
  say(line: string): void
  /** How far the work is: replaced by the next call, cleared by null, shown on a terminal only. */
  progress(text: string | null): void
}

/** Results to stdout, progress to stderr. */
export const processTerminal: Terminal = {
  say: (line) => void process.stdout.write(`${line}\n`),
  progress(text) {
    if (!process.stderr.isTTY) return
    process.stderr.write(`\r\u001b[K${text ?? ''}`)
  },
}

/** `48.2 MB`: a million bytes each, as disks count. */
export const formatSize = (bytes: number): string => `${(bytes / 1_000_000).toFixed(1)} MB`

/** For `progress`: `Writing 12.0 of 48.2 MB`. */
export const formatProgress = (label: string, done: number, total: number): string =>
  `${label} ${(done / 1_000_000).toFixed(1)} of ${formatSize(total)}`
