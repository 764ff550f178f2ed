/** An estimate in words. */
import type { BatchEstimate } from '@insa/contracts'
import { dollars } from '../../platform/budget/dollars.ts'

type Estimate = Omit<BatchEstimate, 'message'>

/** @param offPeak by the Message Batches API. */
export function describeEstimate(estimate: Estimate, offPeak: boolean): string {
  const { leads, already_waiting, not_found } = estimate
  return [
    leads === 0
      ? 'No lead would be qualified.'
      : `${plural(leads, 'lead')} would be qualified by ${nameOf(estimate)}. ${priceOf(estimate, offPeak)}`,
    already_waiting > 0 &&
      `${plural(already_waiting, 'more lead')} of those chosen ${already_waiting === 1 ? 'waits' : 'wait'} for a qualification already.`,
    not_found > 0 &&
      `${plural(not_found, 'id')} of those chosen ${not_found === 1 ? 'is' : 'are'} no lead’s.`,
    estimate.budget.crosses &&
      `That is more than the ${dollars(estimate.budget.left_today_usd ?? '0')} that models may still cost today: when it is used up, the batch waits for the next day’s budget.`,
  ]
    .filter((sentence) => sentence !== false)
    .join(' ')
}

const nameOf = ({ engine, model }: Estimate) =>
  engine === 'baseline' ? 'our own engine' : model === null ? engine : `${model} (${engine})`

function priceOf(estimate: Estimate, offPeak: boolean): string {
  const { basis, basis_runs, tokens, usd, off_peak_usd } = estimate
  if (basis === 'free') return 'That costs nothing.'
  const half = offPeak && off_peak_usd !== null
  const sum = `Estimate: ${dollars(half ? off_peak_usd : usd)}${half ? ', by Message Batches at half price' : ''}`
  return basis === 'own_runs'
    ? `${sum}, from the median of your last ${plural(basis_runs, 'run')}.`
    : `${sum}, from the list of prices and a prompt of about ${tokens.input.toLocaleString('en')} tokens: there are too few runs of your own yet.`
}

const plural = (n: number, noun: string) => `${n.toLocaleString('en')} ${noun}${n === 1 ? '' : 's'}`
