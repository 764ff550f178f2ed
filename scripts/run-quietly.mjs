/** Runs a program and keeps what it prints, to be shown only if it fails. */
import { spawn } from 'node:child_process'

/**
 * @param {string} command
 * @param {readonly string[]} args
 * @param {import('node:child_process').SpawnOptions} [options]
 * @returns {Promise<{ code: number | string, output: string }>} `code` is the signal's name after a kill, `ENOENT`
 *   and the like when it could not be started
 */
export function runQuietly(command, args, options = {}) {
  return new Promise((resolve) => {
    let output = ''
    const child = spawn(command, args, { ...options, stdio: ['ignore', 'pipe', 'pipe'] })
    const stop = () => child.kill()
    process.once('exit', stop)
    /** @param {number | string} code */
    const settle = (code) => {
      process.off('exit', stop)
      resolve({ code, output })
    }
    child.stdout?.setEncoding('utf8').on('data', (text) => {
      output += text
    })
    child.stderr?.setEncoding('utf8').on('data', (text) => {
      output += text
    })
    child.on('error', (/** @type {NodeJS.ErrnoException} */ error) => {
      output += `${error.message}\n`
      settle(error.code ?? 'error')
    })
    child.on('close', (code, signal) => settle(code ?? signal ?? 'error'))
  })
}
