import { createWriteStream } from 'node:fs'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import type { ReadableStream } from 'node:stream/web'
import { Command } from 'commander'
import { CliError } from '../cli-error.ts'
import type { CliConfig } from '../config.ts'
import { EXIT } from '../exit-codes.ts'
import { wholeNumber } from '../parse-option.ts'
import { type ConnectionOptions, withConnectionOptions, withSession } from '../session.ts'

interface Options extends ConnectionOptions {
  out?: string
  after: number
}

export function auditExport(config: CliConfig): Command {
  const command = new Command('export')
    .description('write the audit trail with its chain and signed heads, a line of JSON each')
    .option('--out <file>', 'into this file, which must not exist (else to stdout)')
    .option(
      '--after <number>',
      'only what came after this number',
      wholeNumber(0, Number.MAX_SAFE_INTEGER),
      0,
    )
  return withConnectionOptions(command).action((options: Options) =>
    withSession(config, options, async ({ client, out, signal }) => {
      const response = await client.audit.export({ after_seq: options.after }, { signal })
      const body = Readable.fromWeb(response.body as ReadableStream<Uint8Array>)
      if (!options.out) return pipeline(body, config.stdout, { end: false, signal })
      await writeFile(body, options.out)
      out.note(`Check it with: insa audit verify ${options.out}`)
    }),
  )
}

/** @throws CliError when the file exists: an older export may be the only proof of something. */
async function writeFile(body: Readable, file: string): Promise<void> {
  try {
    await pipeline(body, createWriteStream(file, { flags: 'wx' }))
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
    throw new CliError(`${file} exists already.`, {
      exitCode: EXIT.conflict,
      hint: 'Name another file with --out.',
    })
  }
}
