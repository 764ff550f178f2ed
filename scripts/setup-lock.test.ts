import { spawn } from 'node:child_process'
import { cp, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'

let root: string

beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'insa-setup-lock-'))
  for (const file of ['say.mjs', 'setup-lock.mjs', 'setup-state.mjs']) {
    await cp(join(import.meta.dirname, file), join(root, 'scripts', file))
  }
})
afterEach(() => rm(root, { recursive: true }))

/** Runs a set-up of its own process, which writes one line when it begins and one when it ends. */
function setUp(name: string): Promise<number | null> {
  const code = `
    import { appendFileSync } from 'node:fs'
    import { setTimeout } from 'node:timers/promises'
    import { withSetupLock } from './scripts/setup-lock.mjs'
    await withSetupLock(async () => {
      appendFileSync('log', '${name} begins\\n')
      await setTimeout(50)
      appendFileSync('log', '${name} ends\\n')
    })`
  return new Promise((resolve) => {
    spawn(process.execPath, ['--input-type=module', '-e', code], { cwd: root }).on('exit', resolve)
  })
}

const log = async () => (await readFile(join(root, 'log'), 'utf8')).trim().split('\n')

describe('the set-up lock', () => {
  it('lets one process set up at a time', async () => {
    expect(await Promise.all(['a', 'b', 'c'].map(setUp))).toEqual([0, 0, 0])
    const lines = await log()
    expect(lines).toHaveLength(6)
    for (let i = 0; i < lines.length; i += 2) {
      expect(lines[i + 1]).toBe(lines[i]?.replace('begins', 'ends'))
    }
  })

  it('is taken over from a process that died, and leaves nothing behind', async () => {
    const dead = spawn(process.execPath, ['-e', '0'])
    await new Promise((resolve) => dead.on('exit', resolve))
    await writeFile(join(root, '.setup.lock'), String(dead.pid))
    expect(await setUp('a')).toBe(0)
    expect(await log()).toEqual(['a begins', 'a ends'])
    expect((await readdir(root)).sort()).toEqual(['log', 'scripts'])
  })
})
