import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { DataDirectoryInUse, lockDataDirectory } from './lock-data-directory.ts'

const MODULE = new URL('./lock-data-directory.ts', import.meta.url).href

let dataDir: string
let others: ChildProcess[]

beforeEach(async () => {
  dataDir = join(await mkdtemp(join(tmpdir(), 'insa-lock-')), 'data')
  others = []
})

afterEach(async () => {
  for (const other of others) await kill(other)
  await rm(join(dataDir, '..'), { recursive: true, force: true })
})

/** Another process that takes the lock and keeps it. @returns once it holds it, or has been refused. */
async function otherProcess(): Promise<{ process: ChildProcess; said: string }> {
  const script = `
    import { lockDataDirectory } from ${JSON.stringify(MODULE)}
    try {
      // Kept, as the program keeps it: what nobody holds is collected, and the lock with it.
      globalThis.unlock = lockDataDirectory(${JSON.stringify(dataDir)}, 'pid ' + process.pid + ', the other one')
      console.log('locked')
      setInterval(() => {}, 60_000)
    } catch (error) {
      console.log(error.name)
    }`
  const child = spawn(process.execPath, ['--input-type=module', '--eval', script], {
    stdio: ['ignore', 'pipe', 'inherit'],
    env: { ...process.env, NODE_NO_WARNINGS: '1' },
  })
  others.push(child)
  const [said] = await once(child.stdout, 'data')
  return { process: child, said: String(said).trim() }
}

async function kill(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return
  const ended = once(child, 'exit')
  child.kill('SIGKILL')
  await ended
}

describe('the lock of a data directory', () => {
  it('is refused while another process holds it, saying who does and what to do', async () => {
    const { process: other, said } = await otherProcess()
    expect(said).toBe('locked')
    const take = () => lockDataDirectory(dataDir, 'us')
    expect(take).toThrow(DataDirectoryInUse)
    expect(take).toThrow(`${dataDir} is in use by another INSA CRM (pid ${other.pid}, the other`)
    expect(take).toThrow('Stop that one first')
  })

  it('refuses another process while we hold it', async () => {
    const unlock = lockDataDirectory(dataDir, 'us')
    expect((await otherProcess()).said).toBe('DataDirectoryInUse')
    unlock()
    expect((await otherProcess()).said).toBe('locked')
  })

  it('is free as soon as its holder was killed, whatever the holder left behind', async () => {
    const { process: other } = await otherProcess()
    await kill(other)
    lockDataDirectory(dataDir, 'us')()
  })

  it('can be taken again by the one who let go', () => {
    lockDataDirectory(dataDir, 'us')()
    lockDataDirectory(dataDir, 'us again')()
  })
})
