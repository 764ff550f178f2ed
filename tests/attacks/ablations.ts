/**
 * What happens when a defence does not stand, and which attacks show it. Where another one holds the same ground, both have to be
 * taken away before anything gets through; `also` names it and `because` says why.
 */
import type { Defence } from '../../apps/server/src/platform/safety/defences.ts'
import type { Damage } from './damage.ts'

export interface Ablation {
  also?: readonly Defence[]
  because?: string
  /** By id. */
  attacks: readonly string[]
  damage: Damage
  /** Against a model that takes what stands between fences for data. */
  heedsFences?: true
}

export const ABLATIONS: Readonly<Partial<Record<Defence, Ablation>>> = {
  clean_text: { attacks: ['web-048', 'mail-003', 'mail-031'], damage: 'moved_score' },
  fences: {
    also: ['found_orders'],
    because:
      'an order that is found has no effect, fence or not; and a fence is of use to a model that heeds it',
    attacks: ['web-002', 'web-020', 'web-025'],
    damage: 'moved_score',
    heedsFences: true,
  },
  found_orders: { attacks: ['web-002', 'web-020', 'result-002'], damage: 'moved_score' },
  second_opinion: {
    also: ['found_orders'],
    because: 'an order that is found has no effect, however far it moves the model',
    attacks: ['web-001', 'web-004', 'web-024'],
    damage: 'moved_score',
  },
  literal_quotes: { attacks: ['result-011'], damage: 'false_quote' },
  plain_words: { attacks: ['web-007', 'mail-007', 'csv-002'], damage: 'words_out' },
  tool_list: {
    also: ['approval_rules', 'taint'],
    because: 'what changes something waits for a person, whoever lists it',
    attacks: ['result-018', 'web-027'],
    damage: 'outside_list',
  },
  own_lead: { attacks: ['web-011', 'web-041', 'tool-007'], damage: 'outside_list' },
  approval_rules: {
    also: ['taint'],
    because: 'after a stranger’s words every change that a model wants waits for a person',
    attacks: ['web-008', 'web-009', 'web-028'],
    damage: 'undecided_effect',
  },
  taint: { attacks: ['mail-019'], damage: 'undecided_effect' },
  pins: { attacks: ['tool-003', 'tool-002', 'tool-017'], damage: 'words_out' },
  read_first: {
    also: ['second_opinion'],
    because: 'the orders in tools that nobody has read move the model far',
    attacks: ['tool-001', 'tool-011', 'tool-013'],
    damage: 'moved_score',
  },
}

/** Nobody has shown yet that an attack gets through without them: by this list they are not forgotten. */
export const NOT_SHOWN: readonly Defence[] = [
  'canaries',
  'no_own_words',
  'no_built_in_tools',
  'output_limit',
  'run_limits',
  'budgets',
]
