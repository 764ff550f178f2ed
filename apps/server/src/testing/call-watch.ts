/**
 * What a program and all its children connect to, by the system calls that strace tells of: also of a binary that is none of
 * ours. No root is needed, and nothing can be missed between two looks.
 */
import { execFile } from 'node:child_process'
import { unlinkSync } from 'node:fs'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { ensureStrace } from '../../../../scripts/ensure-strace.ts'

/** All by which a program can reach another host or start another program; io_uring would go round them. */
const CALLS = 'connect,sendto,sendmsg,sendmmsg,execve,io_uring_setup,unlink'
const MARK = '/insa-part-'

export interface WatchedCall {
  /** Of the process or thread that called. */
  pid: number
  /** `connect 127.0.0.1:25`, `send 10.0.0.1:53`, `start /bin/true`, `io_uring`. */
  what: string
}

/** Says to whoever watches that another part begins: a call that does nothing. */
export function markPart(name: string): void {
  try {
    unlinkSync(`${MARK}${name}`)
  } catch {
    // There is no such file, and never was.
  }
}

/**
 * Runs a program to its end, watched.
 * @returns what it printed, and its calls since each of its marks, by the mark's name.
 * @throws Error in words where strace is not there or may not watch.
 */
export async function watchCalls(
  command: string,
  args: readonly string[],
): Promise<{ stdout: string; parts: Map<string, WatchedCall[]> }> {
  const strace = await ensureStrace()
  const folder = await mkdtemp(join(tmpdir(), 'insa-calls-'))
  const log = join(folder, 'calls')
  const options = ['-f', '--seccomp-bpf', '-qq', '-s', '512', '-e', `trace=${CALLS}`, '-o', log]
  try {
    const { stdout } = await promisify(execFile)(strace, [...options, command, ...args])
    return { stdout, parts: readParts(await readFile(log, 'utf8')) }
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

function readParts(log: string): Map<string, WatchedCall[]> {
  const parts = new Map<string, WatchedCall[]>()
  let calls: WatchedCall[] = []
  for (const line of log.split('\n')) {
    const mark = line.includes(` unlink("${MARK}`) && /-part-(\w+)"/.exec(line)?.[1]
    if (mark) {
      calls = []
      parts.set(mark, calls)
      continue
    }
    const what = readCall(line)
    if (what) calls.push({ pid: Number.parseInt(line, 10), what })
  }
  return parts
}

/** The end of a call that another interrupted repeats nothing of what it was given. */
function readCall(line: string): string | null {
  if (/ execve\(/.test(line)) return `start ${/execve\("([^"]*)"/.exec(line)?.[1]}`
  if (/ io_uring_setup\(/.test(line)) return 'io_uring'
  const port = /sin6?_port=htons\((\d+)\)/.exec(line)?.[1]
  if (port === undefined) return null
  const host =
    /inet_addr\("([^"]+)"\)/.exec(line)?.[1] ?? /inet_pton\(AF_INET6, "([^"]+)"/.exec(line)?.[1]
  return `${/ connect\(/.test(line) ? 'connect' : 'send'} ${host}:${port}`
}
