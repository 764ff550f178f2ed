import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { expect, it } from 'vitest'

const PROGRAM = fileURLToPath(new URL('main.ts', import.meta.url))

it('starts by hand on a free port, with faults, prints its address and keys, and ends when told', async () => {
  const args = [PROGRAM, '--port', '0', '--faults', 'slow=1', '--version', '16', '--leads', '3']
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] })
  const [line] = (await once(createInterface(child.stdout), 'line')) as [string]
  const { url, keys } = JSON.parse(line)
  const reply = await fetch(`${url}/api/resource/Lead?limit=0`, {
    headers: { authorization: `token ${keys.runtime.key}:${keys.runtime.secret}` },
  })
  expect(((await reply.json()) as { data: unknown[] }).data).toHaveLength(3)
  child.kill('SIGTERM')
  expect((await once(child, 'exit'))[0]).toBe(0)
})

it('says which faults there are when it is given another', async () => {
  const child = spawn(process.execPath, [PROGRAM, '--faults', 'nope'], {
    stdio: ['ignore', 'ignore', 'pipe'],
  })
  const said = String((await once(child.stderr, 'data'))[0])
  expect(said).toContain('There is no fault nope: slow (ms), skew (ms), 429')
  expect((await once(child, 'exit'))[0]).toBe(2)
})
