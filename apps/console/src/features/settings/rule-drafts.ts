/** Approval rules and tool policies as they stand in a form, and back. */
import {
  ApprovalRules,
  type ApproverRole,
  type ArgumentCondition,
  type ToolEffect,
  ToolPolicy,
} from '@insa/contracts'
import type { z } from 'zod'

export type ConditionKind = 'is' | 'one_of' | 'at_most' | 'at_least' | 'like'

/** A row of a list; its key stays while it is edited. */
export interface Keyed {
  key: string
}
export interface ConditionDraft extends Keyed {
  name: string
  kind: ConditionKind
  value: string
}
export interface RuleDraft extends Keyed {
  tool: string
  agent: string
  approver: ApproverRole
  where: ConditionDraft[]
}
export interface PairDraft extends Keyed {
  tool: string
  agent: string
}
export interface GrantDraft extends PairDraft {
  unbound: boolean
  where: ConditionDraft[]
}
export interface EffectDraft extends Keyed {
  tool: string
  effect: ToolEffect
}

export interface RulesDraft {
  effects: ToolEffect[]
  money: { arguments: string[]; above: string; approver: ApproverRole }
  rules: RuleDraft[]
  exempt: PairDraft[]
  escalate_after_hours: string
  expire_after_hours: string
}
export interface PolicyDraft {
  granted: GrantDraft[]
  denied: PairDraft[]
  effects: EffectDraft[]
}

let made = 0
export const newKey = (): string => {
  made += 1
  return `row-${made}`
}

const keyed = <T>(value: T): T & Keyed => ({ ...value, key: newKey() })

function draftCondition([name, c]: [string, ArgumentCondition]): ConditionDraft {
  if ('is' in c) return keyed({ name, kind: 'is', value: '' })
  if ('one_of' in c) return keyed({ name, kind: 'one_of', value: c.one_of.join(', ') })
  if ('like' in c) return keyed({ name, kind: 'like', value: c.like })
  return 'at_most' in c
    ? keyed({ name, kind: 'at_most', value: String(c.at_most) })
    : keyed({ name, kind: 'at_least', value: String(c.at_least) })
}
const draftWhere = (where: Record<string, ArgumentCondition>) =>
  Object.entries(where).map(draftCondition)

export const draftRules = (rules: ApprovalRules): RulesDraft => ({
  effects: rules.effects,
  money: { ...rules.money, above: String(rules.money.above) },
  rules: rules.rules.map((rule) => keyed({ ...rule, where: draftWhere(rule.where) })),
  exempt: rules.exempt.map(keyed),
  escalate_after_hours: String(rules.escalate_after_hours),
  expire_after_hours: String(rules.expire_after_hours),
})

export const draftPolicy = (policy: ToolPolicy): PolicyDraft => ({
  granted: policy.granted.map((grant) => keyed({ ...grant, where: draftWhere(grant.where) })),
  denied: policy.denied.map(keyed),
  effects: policy.effects.map(keyed),
})

/** What is no number stays none, so that the field says so. */
const toNumber = (text: string) => (text.trim() === '' ? Number.NaN : Number(text))

/** `3` and `true` are what they look like; everything else is text. */
function toChoice(text: string): string | number | boolean {
  if (text === 'true' || text === 'false') return text === 'true'
  return text !== '' && !Number.isNaN(Number(text)) ? Number(text) : text
}

function readCondition({ kind, value }: ConditionDraft): unknown {
  switch (kind) {
    case 'is':
      return { is: 'bound_lead' }
    case 'one_of': {
      const choices = value.split(',').map((choice) => choice.trim())
      return { one_of: choices.filter((choice) => choice !== '').map(toChoice) }
    }
    case 'like':
      return { like: value.trim() }
    case 'at_most':
      return { at_most: toNumber(value) }
    case 'at_least':
      return { at_least: toNumber(value) }
  }
}
const readWhere = (where: readonly ConditionDraft[]) =>
  Object.fromEntries(where.map((c) => [c.name.trim(), readCondition(c)]))

const readPair = ({ tool, agent }: PairDraft) => ({ tool: tool.trim(), agent: agent.trim() })

export const readRules = (draft: RulesDraft): unknown => ({
  effects: draft.effects,
  money: { ...draft.money, above: toNumber(draft.money.above) },
  rules: draft.rules.map((rule) => ({
    ...readPair(rule),
    approver: rule.approver,
    where: readWhere(rule.where),
  })),
  exempt: draft.exempt.map(readPair),
  escalate_after_hours: toNumber(draft.escalate_after_hours),
  expire_after_hours: toNumber(draft.expire_after_hours),
})

export const readPolicy = (draft: PolicyDraft): unknown => ({
  granted: draft.granted.map((grant) => ({
    ...readPair(grant),
    unbound: grant.unbound,
    where: readWhere(grant.where),
  })),
  denied: draft.denied.map(readPair),
  effects: draft.effects.map(({ tool, effect }) => ({ tool: tool.trim(), effect })),
})

/** A condition on no argument never holds: nobody means that. */
function nameEvery(list: string, entries: readonly { where: object }[], context: z.RefinementCtx) {
  entries.forEach(({ where }, i) => {
    if (!('' in where)) return
    const message = 'Name the argument.'
    context.addIssue({ code: 'custom', path: [list, i, 'where', ''], message })
  })
}

export const CheckedRules = ApprovalRules.superRefine(({ rules }, context) =>
  nameEvery('rules', rules, context),
)
export const CheckedPolicy = ToolPolicy.superRefine(({ granted }, context) =>
  nameEvery('granted', granted, context),
)
