/**
 * How well does the baseline judge leads that it has not learnt from? `node tests/evals/cross-validate.ts [PARTS]` learns from the
 * corpus without a fifth of its practice leads, judges that fifth, and prints the agreement; with PARTS 2 to 5 for as many fifths (some minutes
 * each). Features, corpus and fitting are chosen by this; the locked sets are not for that.
 */
import { createHash } from 'node:crypto'
import { DEFAULT_QUALIFICATION_SETTINGS, FACTOR_NAMES } from '@insa/contracts'
import { scoreLead } from '../../apps/server/src/features/leads/score-lead.ts'
import {
  type PracticeExample,
  readPracticeLeads,
  readPracticeSentences,
} from '../../packages/baseline/learn/corpus.ts'
import { crossFeatures } from '../../packages/baseline/learn/learn.ts'
import { learnLeads } from '../../packages/baseline/learn/learn-leads.ts'
import { learnSentences } from '../../packages/baseline/learn/learn-sentences.ts'
import { prepareLead, prepareSentence } from '../../packages/baseline/learn/prepare.ts'
import { applyRule } from '../../packages/baseline/src/apply-rule.ts'
import { DEFAULT_COMPANY_PROFILE } from '../../packages/baseline/src/company-profile.ts'
import type { Concept } from '../../packages/baseline/src/learnt/concepts.ts'
import type { Question } from '../../packages/baseline/src/learnt/decide-lead.ts'
import { type Judged, judgeLearnt } from '../../packages/baseline/src/learnt/judge-learnt.ts'
import { openModel } from '../../packages/baseline/src/learnt/linear.ts'
import { LANGUAGES } from '../../packages/baseline/src/text/language.ts'
import { ACTIONS, PRIORITIES } from './grading.ts'
import { exactAgreement, weightedKappa } from './kappa.ts'

const PARTS = 5

interface Held {
  readonly language: string
  readonly label: PracticeExample['label']
  readonly wanted: Decision
  readonly decided: Decision
  readonly judged: Judged
}
type Decision = Pick<ReturnType<typeof scoreLead>, 'recommended_action' | 'priority'>

/** The same part at every run, whatever joins the corpus. */
const partOf = ({ lead }: PracticeExample): number =>
  (createHash('sha256')
    .update(lead.message ?? '')
    .digest()[0] ?? 0) % PARTS

/** What the label's own grades come to. */
function decideByLabel({ factors, rule, forced_now }: PracticeExample['label']): Decision {
  const graded = FACTOR_NAMES.map((name) => [
    name,
    { score: factors?.[name] ?? null, reasoning: '', evidence: [] },
  ])
  return decide({
    factors: Object.fromEntries(graded) as Judged['factors'],
    disqualified: rule && { rule, reason: '', evidence: [] },
    forced_now: forced_now && rule === null ? { reason: '', evidence: [] } : null,
  })
}

const decide = ({ factors, disqualified, forced_now }: Judged): Decision =>
  scoreLead(
    {
      factors,
      disqualified,
      forced_now: disqualified ? null : forced_now,
      questions_to_ask: [],
      flags: [],
    },
    DEFAULT_QUALIFICATION_SETTINGS,
  )

const examples = readPracticeLeads()
const prepared = examples.map((example) => ({ example, lead: prepareLead(example) }))
const sentences = readPracticeSentences().map(prepareSentence)

/** Judges one part by what the others teach. Leads that were labelled in part only, and the tuning set, are always learnt from. */
function judgePart(part: number): Held[] {
  const isHeld = ({ example }: (typeof prepared)[number]) =>
    partOf(example) === part &&
    !example.isSettled &&
    example.label.factors !== null &&
    example.label.forced_now !== null
  const others = prepared.filter((p) => !isHeld(p)).map(({ lead }) => lead)
  const learnt = {
    sentences: openModel<Concept>(learnSentences(sentences, others)),
    leads: openModel<Question>(learnLeads(others, crossFeatures(sentences, others))),
  }
  return prepared.filter(isHeld).map(({ example: { label }, lead }) => {
    const judged = judgeLearnt(lead.listed, DEFAULT_COMPANY_PROFILE, learnt)
    const factors = applyRule(judged.factors, judged.disqualified)
    const language = lead.reading.language
    return {
      language,
      label,
      judged,
      wanted: decideByLabel(label),
      decided: decide({ ...judged, factors }),
    }
  })
}

function describe(name: string, leads: readonly Held[]): string {
  const actions = leads.map(
    ({ wanted, decided }) =>
      [
        ACTIONS.indexOf(wanted.recommended_action),
        ACTIONS.indexOf(decided.recommended_action),
      ] as const,
  )
  const priorities = leads.map(
    ({ wanted, decided }) =>
      [PRIORITIES.indexOf(wanted.priority), PRIORITIES.indexOf(decided.priority)] as const,
  )
  const ruled = leads.filter(({ label }) => label.rule !== null)
  const found = leads.filter(({ judged }) => judged.disqualified !== null)
  const both = ruled.filter(({ judged }) => judged.disqualified !== null)
  const share = (of: number, all: number) => `${((100 * of) / all).toFixed(1)} %`
  return [
    `${name}: ${leads.length} leads`,
    `action κ ${weightedKappa(actions, ACTIONS.length).toFixed(3)}`,
    `equal ${(100 * exactAgreement(actions)).toFixed(1)} %`,
    `priority κ ${weightedKappa(priorities, PRIORITIES.length).toFixed(3)}`,
    `rules found ${share(both.length, ruled.length)}, right ${share(both.length, found.length)}`,
  ].join('  ')
}

const held: Held[] = []
const parts = Math.min(PARTS, Math.max(1, Number(process.argv[2] ?? 1)))
for (let part = 0; part < parts; part++) {
  process.stderr.write(`Learning without part ${part + 1} of ${PARTS} …\n`)
  held.push(...judgePart(part))
}
for (const name of ['all', ...LANGUAGES])
  process.stdout.write(
    `${describe(name, name === 'all' ? held : held.filter((h) => h.language === name))}\n`,
  )
