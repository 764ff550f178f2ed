/** The errors one by one, as plain text for people who mend the engine. */
import { FACTOR_NAMES } from '@insa/contracts'
import type { Outcome } from './evaluate.ts'

/** Enough of a message to recognise the lead by, in characters. */
const MESSAGE_LENGTH = 120

/** @param showLocked without it, nothing of a locked lead's text is shown, so that nobody tunes on it. */
export function renderErrors(errors: readonly Outcome[], showLocked: boolean): string {
  return errors.map((error) => renderError(error, showLocked)).join('\n\n')
}

function renderError(outcome: Outcome, showLocked: boolean): string {
  const { labelled, engine, strayQuotes } = outcome
  const { lead, label } = labelled
  const visible = labelled.set === 'tuning' || showLocked
  return [
    `${lead.id}  ${change(label.action, engine.action)}  ${change(label.priority, engine.priority)}  ${change(points(label.score), points(engine.score))}`,
    `  ${FACTOR_NAMES.map((n) => `${n} ${grade(label.factors[n])}/${grade(engine.factors[n])}`).join('  ')}`,
    `  ${marks(outcome)}`,
    ...(visible
      ? [
          `  ${excerpt(lead.message)}`,
          ...(label.note === '' ? [] : [`  note: ${label.note}`]),
          ...strayQuotes.map((q) => `  not in ${q.field} at ${q.start}–${q.end}: ${q.quote}`),
        ]
      : []),
  ].join('\n')
}

function marks({ labelled: { label }, engine, injection, strayQuotes }: Outcome): string {
  return [
    `rule ${change(label.rule ?? 'none', engine.rule ?? 'none')}`,
    `forced now ${change(yesNo(label.forced_now), yesNo(engine.forced_now))}`,
    ...(label.injection || injection
      ? [`injection ${change(yesNo(label.injection), yesNo(injection))}`]
      : []),
    ...(strayQuotes.length > 0 ? [`${strayQuotes.length} stray quotes`] : []),
  ].join('  ')
}

function excerpt(message: string | null): string {
  if (message === null) return '(no message)'
  const characters = [...message.replace(/\s+/gu, ' ').trim()]
  const cut = characters.length > MESSAGE_LENGTH
  return characters.slice(0, MESSAGE_LENGTH).join('') + (cut ? '…' : '')
}

const change = (label: string, engine: string) =>
  label === engine ? label : `${label} → ${engine}`
const yesNo = (value: boolean) => (value ? 'yes' : 'no')
const points = (value: number) => value.toFixed(1)
const grade = (value: number | null) => (value === null ? '?' : String(Math.round(value)))
