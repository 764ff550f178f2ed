/** A file that is either whole or not there. */
import { randomBytes } from 'node:crypto'
import { existsSync } from 'node:fs'
import { rename, rm } from 'node:fs/promises'
import { dirname } from 'node:path'

/** @throws when `file` exists and may not be replaced, or its folder does not exist. */
export function refuseOverwrite(file: string, force: boolean): void {
  if (!force && existsSync(file)) {
    throw new Error(`${file} exists. Choose another name, or replace it with --force.`)
  }
  if (!existsSync(dirname(file))) {
    throw new Error(`The folder ${dirname(file)} does not exist. Make it first.`)
  }
}

/** Lets `write` fill a file beside `file`, which takes its name when all went well and is removed otherwise. */
export async function replaceFile<T>(
  file: string,
  write: (temporary: string) => Promise<T>,
): Promise<T> {
  const temporary = `${file}.${randomBytes(4).toString('hex')}.part`
  try {
    const result = await write(temporary)
    await rename(temporary, file)
    return result
  } finally {
    await rm(temporary, { force: true })
  }
}
