/** What the set-up tells the person at the terminal, on stderr: one short line for each thing it does. */

const FRAMES = ['⠋', '⠙', '⠹', '⠸', '⠼', '⠴', '⠦', '⠧', '⠇', '⠏']
/** Milliseconds between two frames: fast enough to feel alive, slow enough for a remote terminal. */
const FRAME_MS = 120

/** @param {string} line */
export const say = (line) => process.stderr.write(`${line}\n`)

/**
 * Shows that something long is going on: a spinner with the seconds on a terminal, one line elsewhere.
 * @template T
 * @param {string} doing what is being done, without a full stop
 * @param {() => Promise<T>} work
 * @returns {Promise<T>} what `work` returns
 */
export async function whileSaying(doing, work) {
  const start = Date.now()
  const seconds = () => `${Math.round((Date.now() - start) / 100) / 10} s`
  if (!process.stderr.isTTY) {
    say(`${doing} …`)
    const result = await work()
    say(`  done in ${seconds()}`)
    return result
  }
  let frame = 0
  const draw = () => {
    process.stderr.write(`\r\x1b[K${FRAMES[frame++ % FRAMES.length]} ${doing} … ${seconds()}`)
  }
  draw()
  const timer = setInterval(draw, FRAME_MS)
  try {
    const result = await work()
    process.stderr.write(`\r\x1b[K✓ ${doing}: ${seconds()}\n`)
    return result
  } catch (error) {
    process.stderr.write(`\r\x1b[K✗ ${doing}\n`)
    throw error
  } finally {
    clearInterval(timer)
  }
}
