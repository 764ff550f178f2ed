/** The command line of `npm run evals`. */
import { parseArgs } from 'node:util'
import { presentSets, type SetName } from './labelled-lead.ts'

export interface Options {
  engine: string
  sets: readonly SetName[]
  /** Null: all. */
  language: string | null
  json: boolean
  showLocked: boolean
}

export class UsageError extends Error {}

export const USAGE = `Usage: npm run evals -- [--engine NAME] [--set tuning|locked|all] [--language CODE] [--json] [--show-locked]

  --engine NAME     the engine to evaluate (default: baseline)
  --set SET         the labelled set (default: all that are there)
  --language CODE   only leads in this language: de, en, es, fr, it, pt
  --json            machine-readable, on standard output
  --show-locked     print the messages of the locked set's errors too`

/** @throws {UsageError} */
export function readOptions(args: readonly string[]): Options | 'help' {
  const values = parse(args)
  if (values.help) return 'help'
  return {
    engine: values.engine,
    sets: chooseSets(values.set),
    language: values.language ?? null,
    json: values.json,
    showLocked: values['show-locked'],
  }
}

function parse(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      options: {
        engine: { type: 'string', default: 'baseline' },
        set: { type: 'string', default: 'all' },
        language: { type: 'string' },
        json: { type: 'boolean', default: false },
        'show-locked': { type: 'boolean', default: false },
        help: { type: 'boolean', short: 'h', default: false },
      },
    }).values
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error))
  }
}

function chooseSets(wanted: string): SetName[] {
  const present = presentSets()
  if (wanted === 'all') return present
  const found = present.filter((set) => set === wanted)
  if (found.length === 0) {
    throw new UsageError(`There is no set "${wanted}". There are: ${present.join(', ')}, all.`)
  }
  return found
}
