/**
 * Learns the weights in src/learnt/weights from the corpus: `node packages/baseline/learn/learn.ts`, some minutes. First what
 * sentences say, then what whole leads come to. Deterministic: the same corpus and word lists give the same files.
 */
import { writeFileSync } from 'node:fs'
import type { Concept } from '../src/learnt/concepts.ts'
import { openModel, type StoredModel } from '../src/learnt/linear.ts'
import type { Features } from '../src/learnt/sentence-features.ts'
import { readPracticeLeads, readPracticeSentences } from './corpus.ts'
import { featuresOf, learnLeads } from './learn-leads.ts'
import { learnSentences } from './learn-sentences.ts'
import {
  type PreparedLead,
  type PreparedSentence,
  prepareLead,
  prepareSentence,
} from './prepare.ts'

/** A lead is decided on what sentences say to a model that did not learn from it, as with a lead that comes in. */
const FOLDS = 5

export function crossFeatures(
  sentences: readonly PreparedSentence[],
  leads: readonly PreparedLead[],
): Features[] {
  const features: Features[] = []
  for (let fold = 0; fold < FOLDS; fold++) {
    const others = leads.filter((_, i) => i % FOLDS !== fold)
    const model = openModel<Concept>(learnSentences(sentences, others))
    for (const [i, lead] of leads.entries())
      if (i % FOLDS === fold) features[i] = featuresOf(lead, model)
  }
  return features
}

function write(name: string, source: string, { names, weights }: StoredModel): void {
  const rows = Object.entries(weights).map(([f, w]) => `${JSON.stringify(f)}:[${w.join(',')}]`)
  const head = `{"source":${JSON.stringify(source)},"names":${JSON.stringify(names)},"weights":{`
  writeFileSync(
    new URL(`../src/learnt/weights/${name}.json`, import.meta.url),
    `${head}\n${rows.join(',\n')}\n}}\n`,
  )
}

if (import.meta.main) {
  const leads = readPracticeLeads().map(prepareLead)
  const sentences = readPracticeSentences().map(prepareSentence)
  const source = `learnt by packages/baseline/learn from ${leads.length} leads and ${sentences.length} sentences`
  write('sentences', source, learnSentences(sentences, leads))
  write('lead', source, learnLeads(leads, crossFeatures(sentences, leads)))
  process.stdout.write(`${source}\n`)
}
