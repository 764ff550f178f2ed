import { readFile } from 'node:fs/promises'
import { type Execution, FACTOR_NAMES, LeadScore } from '@insa/contracts'
import { Command } from 'commander'
import { CliError } from '../cli-error.ts'
import type { CliConfig } from '../config.ts'
import { EXIT } from '../exit-codes.ts'
import { followExecution, requireSuccess } from '../follow-execution.ts'
import { formatDollars } from '../format-dollars.ts'
import { printable } from '../format-text.ts'
import { formatDuration } from '../format-time.ts'
import type { Output } from '../output.ts'
import { type ConnectionOptions, withConnectionOptions, withSession } from '../session.ts'

interface Options extends ConnectionOptions {
  engine?: string
  model?: string
  prompt?: string
}

export function executionsReplay(config: CliConfig): Command {
  const command = new Command('replay')
    .description('run an ended execution again from its record, touching nothing, and compare')
    .argument('<execution>', 'its id')
    .option('--engine <engine>', 'another engine: baseline, anthropic-api, claude-code')
    .option('--model <model>', 'another model')
    .option('--prompt <file>', 'a file with other words for the agent')
  return withConnectionOptions(command).action((id: string, options: Options) =>
    withSession(config, options, async (session) => {
      const { client, out, signal } = session
      const { engine, model } = options
      const prompt = options.prompt === undefined ? undefined : await readPrompt(options.prompt)
      const { id: replayId } = await client.executions.replay(
        id,
        { engine, model, prompt },
        { signal },
      )
      const replay = await followExecution(session, replayId, () => undefined)
      const first = await client.executions.get(id, { signal })
      if (out.isJson) out.json({ first, replay })
      else printComparison(first, replay, out)
      requireSuccess(replay, out.isJson)
    }),
  )
}

async function readPrompt(file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8')
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error)
    throw new CliError(`${printable(file)}: ${printable(reason)}`, { exitCode: EXIT.invalidInput })
  }
}

type Row = readonly [what: string, then: string, now: string]

function printComparison(first: Execution, replay: Execution, out: Output): void {
  const both = (what: string, tell: (execution: Execution) => string): Row => [
    what,
    tell(first),
    tell(replay),
  ]
  const rows = [
    both('ended', ({ status }) => status),
    both('engine', ({ engine, model }) => model ?? engine),
    ...scoreRows(first, replay),
    both('cost', ({ cost_usd }) => formatDollars(cost_usd)),
    both('took', tookOf),
  ]
  out.table(rows, [
    { title: '', text: ([what]) => what },
    { title: 'THEN', flexible: true, text: ([, then]) => printable(then) },
    { title: 'REPLAY', flexible: true, text: ([, , now]) => printable(now) },
  ])
}

function scoreRows(first: Execution, replay: Execution): Row[] {
  const then = LeadScore.safeParse(first.output_data).data
  const now = LeadScore.safeParse(replay.output_data).data
  if (!then || !now) return []
  const both = (what: string, tell: (score: LeadScore) => string): Row => [
    what,
    tell(then),
    tell(now),
  ]
  return [
    both('score', (s) => String(Math.round(s.qualification_score))),
    both('priority', (s) => s.priority),
    both('action', (s) => s.recommended_action),
    ...FACTOR_NAMES.map((name) =>
      both(name, ({ factor_scores }) => {
        const { known, score } = factor_scores[name]
        return known ? String(Math.round(score)) : 'unknown'
      }),
    ),
  ]
}

const tookOf = ({ started_at, finished_at }: Execution) =>
  started_at && finished_at ? formatDuration(Date.parse(finished_at) - Date.parse(started_at)) : '-'
