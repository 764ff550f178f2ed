import type { ErrorStatus } from '@insa/contracts'
import { Command } from 'commander'
import type { CliConfig } from '../config.ts'
import { type ConnectionOptions, withConnectionOptions, withSession } from '../session.ts'

interface Verb {
  name: string
  description: string
  status: ErrorStatus
  done: string
}

const VERBS: readonly Verb[] = [
  {
    name: 'resolve',
    description: 'say that it is mended: it opens again when it happens again',
    status: 'resolved',
    done: 'Resolved.',
  },
  {
    name: 'ignore',
    description: 'count it, and say no more of it',
    status: 'ignored',
    done: 'Ignored.',
  },
  {
    name: 'reopen',
    description: 'take a decision back',
    status: 'open',
    done: 'Open again.',
  },
]

/** `insa errors resolve`, `ignore`, `reopen`. */
export const errorsDecide = (config: CliConfig): Command[] =>
  VERBS.map(({ name, description, status, done }) => {
    const command = new Command(name)
      .description(description)
      .argument('<id>', 'id of the error, from: insa errors list')
    return withConnectionOptions(command).action((id: string, options: ConnectionOptions) =>
      withSession(config, options, async ({ client, out, signal }) => {
        const error = await client.errors.decide(id, status, { signal })
        if (out.isJson) out.json(error)
        else out.line(done)
      }),
    )
  })
