/** Scores for people: what a person corrected stands in front, marked with an asterisk. */
import { FACTOR_NAMES, type FactorScore, type LeadScore, type Priority } from '@insa/contracts'
import { type Paint, printable, type Style } from './format-text.ts'
import { formatInstant } from './format-time.ts'
import type { Output } from './output.ts'

const PRIORITY_STYLES: Record<Priority, Style> = {
  IMMEDIATE: 'red',
  HIGH: 'yellow',
  MEDIUM: 'cyan',
  LOW: 'dim',
}

export const paintPriority = (
  text: string,
  priority: Priority | undefined,
  paint: Paint,
): string => (priority ? paint(PRIORITY_STYLES[priority], text) : text)

/** The values that count: the person's where there are any, otherwise the machine's. */
export function effective(score: LeadScore) {
  const by = score.override
  return {
    qualification_score: by?.qualification_score ?? score.qualification_score,
    priority: by?.priority ?? score.priority,
    recommended_action: by?.recommended_action ?? score.recommended_action,
    mark: by ? '*' : '',
  }
}

export const formatAction = (action: string): string => action.replaceAll('_', ' ')

const percent = (share: number) => `${Math.round(share * 100)} %`

export function printScore(score: LeadScore, out: Output): void {
  const { paint } = out
  const { qualification_score, priority, recommended_action, mark } = effective(score)
  const headline = `${Math.round(qualification_score)}${mark} of 100  ${priority}  ${formatAction(recommended_action)}`
  out.line(paintPriority(headline, priority, (style, text) => paint('bold', paint(style, text))))
  const engine = score.model ? `${score.engine} (${score.model})` : score.engine
  out.line(
    paint(
      'dim',
      `coverage ${percent(score.coverage)}, confidence ${percent(score.confidence)}, by ${engine} at ${formatInstant(score.scored_at)}`,
    ),
  )
  if (score.override) {
    const { by, at, reason } = score.override
    out.line(`* ${printable(by)} corrected the machine's ${machineValues(score)}`)
    out.line(`  at ${formatInstant(at)}: ${printable(reason)}`)
  }
  printSecondOpinion(score, out)
  out.line()
  out.line(printable(score.reasoning))
  out.line()
  printFactors(score, out)
  printList('Questions to ask', score.questions_to_ask, out)
  printList(
    'Flags',
    score.flags.map(({ code, message }) => `${code}: ${message}`),
    out,
  )
}

/** What the other engine says; far apart, it is for a person to look. */
function printSecondOpinion(
  { second_opinion: other, needs_review, engine }: LeadScore,
  out: Output,
) {
  if (!other) return
  const by = other.model ? `${other.engine} (${other.model})` : other.engine
  const says = `${Math.round(other.qualification_score)}, ${other.priority}, ${formatAction(other.recommended_action)}`
  out.line(
    needs_review
      ? out.paint('yellow', `Please look: ${by} says ${says}; ${engine}'s opinion holds meanwhile.`)
      : out.paint('dim', `second opinion, ${by}: ${says}`),
  )
}

const machineValues = (score: LeadScore) =>
  `${Math.round(score.qualification_score)}, ${score.priority}, ${formatAction(score.recommended_action)}`

function printFactors({ factor_scores }: LeadScore, out: Output): void {
  const rows = FACTOR_NAMES.map((name) => ({ name, factor: factor_scores[name] }))
  out.table(rows, [
    { title: 'FACTOR', text: ({ name }) => name },
    {
      title: 'SCORE',
      align: 'right',
      text: ({ factor }) => (factor.known ? String(Math.round(factor.score)) : 'unknown'),
    },
    {
      title: 'WHY',
      flexible: true,
      wraps: true,
      text: ({ factor }) => printable(factor.reasoning),
    },
    { title: 'WORDS', flexible: true, wraps: true, text: ({ factor }) => quotes(factor) },
  ])
}

const quotes = ({ evidence }: FactorScore) =>
  evidence.map(({ quote }) => `“${printable(quote)}”`).join(' ')

function printList(title: string, items: readonly string[], out: Output): void {
  if (items.length === 0) return
  out.line()
  out.line(out.paint('bold', title))
  for (const item of items) out.line(`- ${printable(item)}`)
}
