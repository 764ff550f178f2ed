/** What it would cost to qualify many leads, told before anything is begun: an estimate, and what it rests on. */
import type { BatchEstimate, CompanyProfile, QualificationBatchInput } from '@insa/contracts'
import { Decimal } from 'decimal.js'
import { readDayLeft } from '../../platform/budget/read-day-left.ts'
import type { TenantTx } from '../../platform/database/database.ts'
import type { Engine } from '../../platform/engines/engine.ts'
import { batchPrice, costOf, modelFor, NO_USAGE, toUsd } from '../../platform/engines/models.ts'
import { findMedianRun, type MedianRun } from '../../platform/runtime/past-runs.store.ts'
import { readSetting } from '../../platform/settings/settings.store.ts'
import { presentWindow, type Window } from './batch-hours.ts'
import { type Chosen, countChosen } from './chosen-leads.store.ts'
import { describeEstimate } from './describe-estimate.ts'
import { estimatePromptTokens, JUDGEMENT_TOKENS } from './judge-lead-task.ts'
import { COMPANY_PROFILE } from './qualification-settings.ts'
import { LEAD_QUALIFICATION } from './request-qualification.ts'

export interface EstimateDeps {
  engine: Engine
}

/** With fewer runs of our own the list of prices is the better guess. */
const FEWEST_RUNS = 5

export async function estimateBatch(
  tx: TenantTx,
  { engine }: EstimateDeps,
  { leads, off_peak }: QualificationBatchInput,
  window: Window | null,
): Promise<BatchEstimate> {
  const chosen: Chosen = 'ids' in leads ? { ids: [...new Set(leads.ids)] } : leads
  const { found, waiting, messageBytes } = await countChosen(tx, chosen)
  const count = found - waiting
  const profile = await readSetting(tx, COMPANY_PROFILE)
  const one = await estimateOne(tx, engine, profile, messageBytes)
  const usd = one.usd.times(count)
  const offPeakUsd = engine.offPeak ? batchPrice(usd) : null
  const price = off_peak && offPeakUsd ? offPeakUsd : usd
  const left = await readDayLeft(tx)
  const estimate = {
    leads: count,
    already_waiting: waiting,
    not_found: 'ids' in chosen ? chosen.ids.length - found : 0,
    engine: engine.name,
    model: one.model,
    basis: one.basis,
    basis_runs: one.runs,
    tokens: one.tokens,
    usd_per_lead: toUsd(one.usd),
    usd: toUsd(usd),
    off_peak_usd: offPeakUsd && toUsd(offPeakUsd),
    budget: {
      left_today_usd: left === null ? null : toUsd(Decimal.max(left, 0)),
      crosses: left !== null && price.greaterThan(left),
    },
    window: presentWindow(window),
  }
  return { ...estimate, message: describeEstimate(estimate, off_peak) }
}

interface One {
  usd: Decimal
  model: string | null
  basis: BatchEstimate['basis']
  runs: number
  tokens: { input: number; output: number }
}

async function estimateOne(
  tx: TenantTx,
  engine: Engine,
  profile: CompanyProfile,
  messageBytes: number,
): Promise<One> {
  if (engine.name === 'baseline') {
    const tokens = { input: 0, output: 0 }
    return { usd: new Decimal(0), model: null, basis: 'free', runs: 0, tokens }
  }
  const own = await findMedianRun(tx, LEAD_QUALIFICATION, engine.name)
  return own && own.runs >= FEWEST_RUNS ? ofOwnRuns(own) : ofPriceList(profile, messageBytes)
}

const ofOwnRuns = (own: MedianRun): One => ({
  usd: new Decimal(own.costUsd),
  model: own.model,
  basis: 'own_runs',
  runs: own.runs,
  tokens: { input: own.inputTokens, output: own.outputTokens },
})

/** One question to the model that is asked first, nothing of it read from the cache. */
function ofPriceList(profile: CompanyProfile, messageBytes: number): One {
  const model = modelFor('small').id
  const tokens = {
    input: estimatePromptTokens(profile, messageBytes),
    output: JUDGEMENT_TOKENS,
  }
  return {
    usd: costOf(model, { ...NO_USAGE, ...tokens }),
    model,
    basis: 'price_list',
    runs: 0,
    tokens,
  }
}
