/** Tells the browser tests where Chromium is, in `CHROMIUM_PATH`, and installs it where we may. */
import { ensureChromium } from '../scripts/ensure-chromium.ts'

/** Called by vitest before its workers start, which inherit the variable. */
export async function setup(): Promise<void> {
  process.env.CHROMIUM_PATH = await ensureChromium()
}
