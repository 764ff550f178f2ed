/** The real program in a process of its own, on a data directory of its own, and a real Chromium to look at it. */
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Browser, type BrowserContextOptions, chromium, type Page } from 'playwright-core'
import { ensureConsole } from '../../../scripts/build-console.mjs'
import { pinnedNode } from '../../../scripts/pinned-node.mjs'
import { ROOT } from '../../../scripts/setup-state.mjs'

export const ADMIN = { email: 'admin@insa.example', password: 'a-password-of-the-browser-tests' }

/** Milliseconds that the first start may take on a busy machine, demo and all. */
const START_MS = 90_000

export interface Site {
  url: string
  /** Where it was started, with its data. */
  folder: string
  /** A new browser profile, signed in unless `anonymous`. */
  open(options?: BrowserContextOptions & { anonymous?: boolean }): Promise<Page>
  stop(): Promise<void>
}

/**
 * Starts the program with the demo leads, as a first start does.
 * @param mcpServers entries for a `.mcp.json` where it is started; told the folder.
 * @param env beside what every site is given.
 */
export async function startSite(
  mcpServers?: (folder: string) => object,
  env: Record<string, string> = {},
): Promise<Site> {
  await ensureConsole()
  const dataDir = await mkdtemp(join(tmpdir(), 'insa-browser-'))
  if (mcpServers) {
    const config = JSON.stringify({ mcpServers: mcpServers(dataDir) })
    await writeFile(join(dataDir, '.mcp.json'), config)
  }
  const server = spawn(pinnedNode(), [join(ROOT, 'apps/server/bin/insa.mjs'), 'up'], {
    cwd: dataDir,
    env: {
      PATH: process.env.PATH,
      PORT: '0',
      INSA_DATA_DIR: dataDir,
      INSA_ADMIN_EMAIL: ADMIN.email,
      INSA_ADMIN_PASSWORD: ADMIN.password,
      LOG_LEVEL: 'error',
      ...env,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const url = await addressOf(server)
  const browser = await chromium.launch({ executablePath: process.env.CHROMIUM_PATH ?? '' })
  return {
    url,
    folder: dataDir,
    open: ({ anonymous = false, ...options } = {}) => openPage(browser, url, anonymous, options),
    async stop() {
      await browser.close()
      server.kill('SIGTERM')
      if (server.exitCode === null) await once(server, 'exit')
      await rm(dataDir, { recursive: true, force: true })
    },
  }
}

/** The address that the program prints when it is ready. @throws Error with its output when it is not. */
function addressOf(server: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    let output = ''
    const fail = (why: string) => reject(new Error(`${why}\n${output}`))
    const timer = setTimeout(() => fail('The program did not start in time.'), START_MS)
    const read = (chunk: Buffer) => {
      output += chunk
      const address = /INSA CRM \S+\s+(http:\/\/\S+)/.exec(output)?.[1]
      if (!address) return
      clearTimeout(timer)
      resolve(address)
    }
    server.stdout?.on('data', read)
    server.stderr?.on('data', read)
    server.on('exit', (code) => fail(`The program ended with ${code}.`))
  })
}

async function openPage(
  browser: Browser,
  url: string,
  anonymous: boolean,
  options: BrowserContextOptions,
): Promise<Page> {
  const context = await browser.newContext({ baseURL: url, reducedMotion: 'reduce', ...options })
  if (!anonymous) {
    const answer = await context.request.post('/api/auth/sign-in/email', {
      data: ADMIN,
      headers: { origin: url },
    })
    if (!answer.ok()) throw new Error(`The sign-in answered ${answer.status()}.`)
  }
  return context.newPage()
}

/** The title of the page. */
export const heading = (page: Page, name: string | RegExp) =>
  page.getByRole('heading', { level: 1, name })

/** The ids of the demo's leads, once every one of them has its score. */
export async function scoredLeads(page: Page): Promise<{ id: string; company_name: string }[]> {
  const overview = async () => (await page.request.get('/api/v1/overview')).json()
  for (let left = (await overview()).leads_unscored; left > 0; ) {
    await page.waitForTimeout(200)
    left = (await overview()).leads_unscored
  }
  const answer = await page.request.get('/api/v1/leads?sort=-qualification_score')
  return (await answer.json()).data
}
