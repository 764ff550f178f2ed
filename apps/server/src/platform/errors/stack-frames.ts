/** Stacks as V8, Firefox and Safari write them, read into frames. */
import { fileURLToPath } from 'node:url'
import type { ErrorFrame } from '@insa/contracts'

/** The program's directory: what stands above it is nobody's business, and differs from machine to machine. */
const ROOT = fileURLToPath(new URL('../../../../../', import.meta.url))

/** More is a recursion, or somebody's joke. */
const MOST_FRAMES = 30
const LONGEST_NAME = 200

/** `    at async Worker.run (file:///srv/insa/apps/server/src/x.ts:12:34)`, with or without the name. */
const V8 = /^\s*at (?:(.+?) \()?(.+?)(?::(\d+))?(?::(\d+))?\)?$/
/** `run@https://crm.example/assets/index-1a2b.js:1:234` */
const GECKO = /^(.*?)@(.+?)(?::(\d+))?(?::(\d+))?$/

/** Innermost first. The lines that repeat the message are no frames. */
export function readFrames(stack: string): ErrorFrame[] {
  const frames: ErrorFrame[] = []
  for (const line of stack.split('\n')) {
    if (frames.length === MOST_FRAMES) break
    const isV8 = /^\s*at /.test(line)
    const match = isV8 ? V8.exec(line) : /@(https?|file):/.test(line) ? GECKO.exec(line) : null
    if (!match) continue
    const [, name, place = '', row, column] = match
    frames.push(toFrame(name, place, row, column))
  }
  return frames
}

function toFrame(name: string | undefined, place: string, row?: string, column?: string) {
  const file = fileOf(place)
  return {
    function: nameOf(name),
    file: file.slice(0, LONGEST_NAME),
    line: row === undefined ? null : Number(row),
    column: column === undefined ? null : Number(column),
    in_app: /^(apps|packages)\//.test(file) || /^\/(assets|src)\//.test(file),
  }
}

/** The same function has several names: as it was called, as it was bound, awaited or not. */
function nameOf(name: string | undefined): string | null {
  const plain = (name ?? '')
    .replace(/^async /, '')
    .replace(/ \[as [^\]]*\]$/, '')
    .replace(/^(?:Object|Function|Module|Proxy)\./, '')
    .slice(0, LONGEST_NAME)
  return plain === '' || plain === '<anonymous>' ? null : plain
}

function fileOf(place: string): string {
  if (/^https?:/.test(place)) return pathOf(place)
  const path = place.replace(/^(?:async )?(?:file:\/\/)?/, '').replace(/\?.*$/, '')
  const library = path.lastIndexOf('node_modules/')
  if (library >= 0) return path.slice(library)
  if (path.startsWith(ROOT)) return path.slice(ROOT.length)
  // Somewhere else on this machine: its directories may carry the name of who works there.
  return path.startsWith('/') ? `…/${path.slice(path.lastIndexOf('/') + 1)}` : path
}

function pathOf(address: string): string {
  return URL.parse(address)?.pathname ?? 'unknown'
}
