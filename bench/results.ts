/** RESULTS.md: a section for each thing that was measured, with the machine it was measured on; who measures one replaces one. */
import { type Figure, isKept, toTable } from './measure.ts'

const HEAD = `# What is promised about speed

\`npm run bench\` writes this page; \`npm run bench -- PART…\` writes the sections of the parts that are named
anew and leaves the others. With DATABASE_URL, an empty database, \`api\` and \`crm\` are measured on PostgreSQL instead of the embedded PGlite.
\`scale\` and \`soak\` start a PostgreSQL, a Redis and the processes of a site; \`--soak MINUTES\` says how long the latter works (30),
\`--times N\` how often the former measures each (3).
`

/** @param page the page as it was. @returns it with this section in the place of the one of the same title, or at its end. */
export function withSection(page: string, title: string, body: string): string {
  const sections = new Map(
    page
      .split(/^## /m)
      .slice(1)
      .map((section): [string, string] => {
        const [first = '', ...rest] = section.split('\n')
        return [first, rest.join('\n').trim()]
      }),
  )
  sections.set(title, body)
  return [HEAD, ...[...sections].map(([name, text]) => `## ${name}\n\n${text}\n`)].join('\n')
}

/** What was measured on which machine, and whether the promises are kept. */
export function toSection(machine: string, figures: readonly Figure[]): string {
  const missed = figures.filter((f) => !isKept(f)).length
  const verdict = missed === 0 ? 'All promises kept.' : `${missed} of ${figures.length} MISSED.`
  return `On ${machine}. ${verdict}\n\n${toTable(figures)}`
}
