/** The `insa` program: the roles and the commands on its own data here, the client's commands from apps/cli. */
import { addClientCommands, EXIT, runProgram } from '@insa/cli'
import { Command } from 'commander'
import type { AuditVerifyOptions } from './commands/audit-verify.ts'
import { erpnextCommand } from './commands/erpnext.ts'
import { mcpCommand } from './commands/mcp.ts'
import { addRoles } from './commands/roles.ts'
import { ConfigError } from './parse-environment.ts'
import { DataDirectoryInUse } from './platform/database/lock-data-directory.ts'
import { DataDirectoryUnusable } from './platform/database/make-data-directory.ts'
import { DatabaseUnusable } from './platform/database/migrate-postgres.ts'
import { McpConfigError } from './platform/gateway/mcp-config.ts'
import { allRoles } from './platform/processes/roles.ts'
import { VERSION } from './version.ts'

/** Parses the command line and runs the command; the exit code is set. */
export async function main(args: string[]): Promise<void> {
  const program = new Command('insa').description('INSA CRM').version(VERSION)
  addServerCommands(program)
  addClientCommands(program)
  await runProgram(program, args)
}

function addServerCommands(program: Command): void {
  program
    .command('up')
    .description('run everything in one process: API, console, workers')
    .option('--empty', 'do not load the demo leads on the first start')
    .action(
      guarded(async ({ empty = false }: { empty?: boolean }) =>
        (await import('./commands/run-roles.ts')).runRoles({
          command: 'insa up',
          roles: ({ concurrency }) => allRoles(concurrency),
          demo: !empty,
        }),
      ),
    )
  addRoles(program, guarded)
  program
    .command('migrate')
    .description('bring the database up to date and exit')
    .action(guarded(async () => (await import('./commands/migrate.ts')).migrateCommand()))
  program
    .command('backup <file>')
    .description('write the embedded data into one file, or run pg_dump on DATABASE_URL')
    .option('--force', 'replace the file if it exists')
    .action(
      guarded(async (file: string, options: { force?: boolean }) =>
        (await import('./commands/backup.ts')).backup(file, options),
      ),
    )
  program
    .command('restore <file>')
    .description('put a backup back; what is there now is kept beside it')
    .action(guarded(async (file: string) => (await import('./commands/restore.ts')).restore(file)))
  program
    .command('reset-password <email>')
    .description('make up a new password for a person who cannot sign in, and show it once')
    .action(
      guarded(async (email: string) =>
        (await import('./commands/reset-password.ts')).resetPassword(email),
      ),
    )
  program.addCommand(mcpCommand())
  program.addCommand(erpnextCommand(guarded))
  addAuditVerify(program.command('audit').description('who did what: list, head, export, verify'))
}

function addAuditVerify(audit: Command): void {
  audit
    .command('verify [export]')
    .description(
      'check that no entry of the trail was changed, removed or put in: of this database, or of an export',
    )
    .option(
      '--head <file...>',
      'signed heads kept elsewhere (insa audit head): they show a cut end',
    )
    .option('--key-id <id>', 'the only key whose signatures count')
    .option('--json', 'print JSON on stdout, and nothing else there')
    .action(
      guarded(async (file: string | undefined, options: AuditVerifyOptions) => {
        const { auditVerify } = await import('./commands/audit-verify.ts')
        if (!(await auditVerify(file, options))) process.exitCode = EXIT.broken
      }),
    )
}

const TOLD_IN_WORDS = [
  ConfigError,
  McpConfigError,
  DataDirectoryInUse,
  DataDirectoryUnusable,
  DatabaseUnusable,
]

/** A wrong environment or a directory in use is told in words, not as a stack. */
function guarded<A extends unknown[]>(action: (...args: A) => Promise<void>) {
  return async (...args: A): Promise<void> => {
    try {
      await action(...args)
    } catch (error) {
      if (!(error instanceof Error) || !TOLD_IN_WORDS.some((t) => error instanceof t)) throw error
      process.stderr.write(`${error.message}\n`)
      process.exitCode = 1
    }
  }
}
