/** Finds the Chromium of this machine for the browser tests, and installs Debian's when there is none. */
import { accessSync, constants, existsSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import { aptCommand, aptInstall, mayAptInstall } from './apt-install.ts'
import { runQuietly } from './run-quietly.mjs'
import { whileSaying } from './say.mjs'

const NAMES = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable']
/** Not on PATH on macOS. */
const PLACES = [
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
]
const PACKAGES = ['chromium', 'fonts-liberation']

/**
 * @returns path of a Chromium that starts
 * @throws Error that names the command to run, when there is none and we may not install it
 */
export async function ensureChromium(): Promise<string> {
  const given = process.env.CHROMIUM_PATH
  if (given) {
    if (await starts(given)) return given
    throw new Error(
      `CHROMIUM_PATH=${given} does not start. Set it to a Chromium or Chrome, or leave it out.`,
    )
  }
  const found = await findChromium()
  if (found) return found
  if (mayAptInstall()) {
    await whileSaying(
      `Installing ${PACKAGES.join(' and ')} with apt-get, for the browser tests`,
      () => aptInstall(PACKAGES),
    )
    const installed = await findChromium()
    if (installed) return installed
  }
  throw new Error(
    `The browser tests need Chromium, and there is none on PATH. Run:\n\n  ${howToInstall()}\n`,
  )
}

async function findChromium(): Promise<string | null> {
  const onPath = (process.env.PATH ?? '')
    .split(delimiter)
    .flatMap((dir) => NAMES.map((n) => join(dir, n)))
  for (const path of [...onPath, ...PLACES].filter(isExecutable)) {
    if (await starts(path)) return path
  }
  return null
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK)
    return true
  } catch {
    return false
  }
}

/** Ubuntu's `chromium-browser` is a stub that asks for a snap: being there is not enough. */
const starts = async (path: string) => (await runQuietly(path, ['--version'])).code === 0

function howToInstall(): string {
  if (process.platform === 'darwin') return 'brew install --cask google-chrome'
  if (process.platform === 'win32') return 'winget install Google.Chrome   (and set CHROMIUM_PATH)'
  if (!existsSync('/etc/debian_version'))
    return 'install the package chromium, or set CHROMIUM_PATH to a Chrome'
  return aptCommand(PACKAGES)
}
