/** The repository's own files and folders, for the tests that look at the code itself. */
import { readdirSync } from 'node:fs'
import { dirname, extname, join } from 'node:path'
import { ROOT } from '../scripts/setup-state.mjs'

/** Made by tools, ignored by git; and what editors leave. */
const NOT_OURS = new Set([
  ...['node_modules', 'dist', 'data', 'coverage', 'test-results'],
  ...['.git', '.idea', '.vscode', '.DS_Store'],
])
const CODE = new Set(['.ts', '.tsx', '.mjs', '.js', '.css'])

/** @returns paths relative to the repository, with forward slashes */
export function listFiles(folder = ''): string[] {
  return readdirSync(join(ROOT, folder), { withFileTypes: true }).flatMap((entry) => {
    if (NOT_OURS.has(entry.name)) return []
    const path = folder ? `${folder}/${entry.name}` : entry.name
    return entry.isDirectory() ? listFiles(path) : [path]
  })
}

/** Code that people write: nothing generated. */
export const listCode = (): string[] =>
  listFiles().filter((f) => CODE.has(extname(f)) && !f.includes('.generated.'))

/** Every test file, of any kind. */
export const listTests = (): string[] =>
  listCode().filter((f) => /\.(test|contract)\.tsx?$/.test(f))

/** Folders that hold a file somewhere below, without the root. */
export function listFolders(): string[] {
  const folders = new Set<string>()
  for (const file of listFiles()) {
    for (let folder = dirname(file); folder !== '.'; folder = dirname(folder)) folders.add(folder)
  }
  return [...folders].sort()
}
