import { existsSync, readFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { ROOT } from '../scripts/setup-state.mjs'
import { listCode, listFiles, listFolders, listTests } from './source-files.ts'

const read = (file: string) => readFileSync(join(ROOT, file), 'utf8')

/** The folders of the ```tree block: one line each, `path/  what it is`. Null while nobody has drawn the map. */
function foldersOnTheMap(): string[] | null {
  if (!existsSync(join(ROOT, 'ARCHITECTURE.md'))) return null
  const [, tree = ''] = /^```tree\n([\s\S]*?)^```/m.exec(read('ARCHITECTURE.md')) ?? []
  return tree
    .split('\n')
    .flatMap((line) => /^\s*(\S+)\/(?:\s|$)/.exec(line)?.[1] ?? [])
    .sort()
}

describe('the map in ARCHITECTURE.md', () => {
  it('names every folder, and only folders that exist', () => {
    const onDisk = listFolders()
    expect(foldersOnTheMap() ?? onDisk).toEqual(onDisk)
  })

  it('says of every folder what it is', () => {
    const [, tree = ''] = existsSync(join(ROOT, 'ARCHITECTURE.md'))
      ? (/^```tree\n([\s\S]*?)^```/m.exec(read('ARCHITECTURE.md')) ?? [])
      : []
    expect(tree.split('\n').filter((line) => /\/\s*$/.test(line))).toEqual([])
  })
})

describe('folders', () => {
  it('are named after what is in them, never a drawer', () => {
    const drawers = new Set([
      'utils',
      'util',
      'helpers',
      'helper',
      'common',
      'shared',
      'lib',
      'misc',
    ])
    expect(listFolders().filter((folder) => drawers.has(basename(folder)))).toEqual([])
  })
})

describe('source files', () => {
  it('have at most 400 lines, or a reason: `// long file: …`', () => {
    const tooLong = listCode().filter((file) => {
      const text = read(file)
      return text.split('\n').length > 401 && !/(\/\/|\/\*) long file: \S/.test(text)
    })
    expect(tooLong).toEqual([])
  })

  it('read the environment in one place per program', () => {
    const readers = listCode().filter(
      (file) =>
        /^(apps|packages)\//.test(file) && /\bprocess\s*\.\s*env\b|\bprocess\[/.test(read(file)),
    )
    const allowed = /^apps\/(server|cli)\/src\/config\.ts$|\.test\.tsx?$|\/testing\//
    expect(readers.filter((file) => !allowed.test(file))).toEqual([])
  })
})

describe('tests', () => {
  const offenders = (pattern: RegExp) => listTests().filter((file) => pattern.test(read(file)))

  it('run the real modules', () => {
    expect(offenders(/\bvi\s*\.\s*(mock|doMock|hoisted)\b/)).toEqual([])
  })

  it('all run: none is skipped, singled out or left to do', () => {
    expect(
      offenders(
        /\b(describe|it|test|suite)(\.\w+)*\.(skip|only|todo|skipIf|runIf|fails)\b|\.skip\(/,
      ),
    ).toEqual([])
  })
})

describe('package-lock.json', () => {
  it('names no registry, so that everybody installs from their own', () => {
    const lock: { packages: Record<string, { resolved?: string }> } = JSON.parse(
      read('package-lock.json'),
    )
    const hosts = Object.entries(lock.packages).filter(([, p]) =>
      /^\w+:|\/\//.test(p.resolved ?? ''),
    )
    expect(hosts).toEqual([])
    expect(
      listFiles().filter((f) => basename(f) === 'yarn.lock' || basename(f) === 'pnpm-lock.yaml'),
    ).toEqual([])
  })
})
