import { chmod, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { delimiter, join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type Config, readConfig } from '../config.ts'
import { openPostgres } from '../platform/database/open-postgres.ts'
import { createFreshPostgres, type FreshPostgres } from '../testing/fresh-postgres.ts'
import { recordingTerminal } from '../testing/site-folder.ts'
import { backup } from './backup.ts'
import { restore } from './restore.ts'

// Stand-ins for PostgreSQL's programs, which npm's PostgreSQL does not bring: they write down how they were called.
describe('with DATABASE_URL, insa backup and insa restore', () => {
  const path = process.env.PATH
  let bin: string
  let fresh: FreshPostgres
  let config: Config

  beforeEach(async () => {
    bin = await mkdtemp(join(tmpdir(), 'insa-tools-'))
    process.env.PATH = bin
    fresh = await createFreshPostgres()
    const url = new URL(fresh.url)
    url.password = 'se:cret'
    config = readConfig({ DATABASE_URL: `${url.href}?application_name=a%20b` })
  })

  afterEach(async () => {
    process.env.PATH = path
    await fresh.drop()
    await rm(bin, { recursive: true })
  })

  async function placeTool(name: string, script: string): Promise<void> {
    const lines = [
      '#!/bin/sh',
      `PATH=/bin${delimiter}/usr/bin`,
      `echo "$PGPASSWORD $@" > ${bin}/called`,
      script,
    ]
    await writeFile(join(bin, name), `${lines.join('\n')}\n`)
    await chmod(join(bin, name), 0o755)
  }

  const called = async () => (await readFile(join(bin, 'called'), 'utf8')).trim()
  const file = () => join(bin, 'site.dump')

  it('call pg_dump with its own format, the password in the environment only', async () => {
    await placeTool('pg_dump', 'echo dump > "$(echo "$2" | cut -d= -f2)"')
    const terminal = recordingTerminal()
    await backup(file(), {}, config, terminal)
    const shown = fresh.url.replace(/\?.*/, '')
    expect(await called()).toMatch(
      new RegExp(
        `^se:cret --format=custom --file=${file()}\\.\\w+\\.part --no-password --dbname=${shown}\\?application_name=a`,
      ),
    )
    expect(await readFile(file(), 'utf8')).toBe('dump\n')
    expect(terminal.said.join('\n')).toContain('It does not hold the secret key')
  })

  it('say what is missing when PostgreSQL’s programs are not there', async () => {
    await expect(backup(file(), {}, config, recordingTerminal())).rejects.toThrow(
      /^pg_dump was not found\. .* install them .*PATH\.$/,
    )
    await writeFile(file(), 'dump')
    await expect(restore(file(), config, recordingTerminal())).rejects.toThrow(
      'pg_restore was not found',
    )
  })

  it('pass on what a program says when it fails, and leave no half file', async () => {
    await placeTool('pg_dump', 'echo "server version mismatch" >&2; exit 1')
    await expect(backup(file(), {}, config, recordingTerminal())).rejects.toThrow(
      'pg_dump failed: server version mismatch',
    )
    expect((await readdir(bin)).sort()).toEqual(['called', 'pg_dump'])
  })

  it('restore into an empty database, all or nothing, and open it', async () => {
    await placeTool('pg_restore', 'exit 0')
    await writeFile(file(), 'dump')
    const terminal = recordingTerminal()
    await restore(file(), config, terminal)
    expect(await called()).toMatch(
      new RegExp(
        `^se:cret --no-owner --exit-on-error --single-transaction ${file()} --no-password --dbname=`,
      ),
    )
    expect(terminal.said).toEqual([
      expect.stringMatching(/^Restored .*: 0 organizations, 0 people, 0 leads\.$/),
    ])
  })

  it('restore nothing over data that is there, and say what to do', async () => {
    await placeTool('pg_restore', 'exit 0')
    await writeFile(file(), 'dump')
    await (await openPostgres(fresh.url, () => undefined)).close()
    await expect(restore(file(), config, recordingTerminal())).rejects.toThrow(
      /is not empty .*createdb.* set DATABASE_URL/,
    )
    expect(await readdir(bin)).not.toContain('called')
  })
})
