import { ApprovalRules, ToolPolicy } from '@insa/contracts'
import { describe, expect, it } from 'vitest'
import {
  CheckedPolicy,
  CheckedRules,
  draftPolicy,
  draftRules,
  readPolicy,
  readRules,
} from './rule-drafts.ts'

const rules = ApprovalRules.parse({
  effects: ['egress'],
  rules: [
    {
      tool: 'mcp__erp__*',
      where: { amount: { at_least: 100 }, stage: { one_of: ['won', 3, true] } },
    },
    { tool: 'mcp__mail__send', agent: 'quotes', where: { to: { like: '*@example.com' } } },
  ],
  exempt: [{ tool: 'mcp__erp__note' }],
})
const policy = ToolPolicy.parse({
  granted: [
    { agent: '*', tool: 'mcp__erp__*', where: { lead: { is: 'bound_lead' } }, unbound: true },
  ],
  denied: [{ agent: '*', tool: 'mcp__erp__erase' }],
  effects: [{ tool: 'mcp__erp__get', effect: 'read' }],
})

describe('rules in a form', () => {
  it('are the same rules when nothing was changed', () => {
    expect(CheckedRules.parse(readRules(draftRules(rules)))).toEqual(rules)
    expect(CheckedPolicy.parse(readPolicy(draftPolicy(policy)))).toEqual(policy)
  })

  it('say what is no number, and which condition names no argument, at its place', () => {
    const draft = draftRules(rules)
    draft.money.above = ''
    const [first] = draft.rules
    if (first?.where[0]) first.where[0].value = 'much'
    const paths = (draftOf: unknown) =>
      CheckedRules.safeParse(draftOf).error?.issues.map((i) => i.path.join('.'))
    expect(paths(readRules(draft))).toEqual(['money.above', 'rules.0.where.amount'])
    const unnamed = draftPolicy(policy)
    if (unnamed.granted[0]?.where[0]) unnamed.granted[0].where[0].name = ' '
    const fault = CheckedPolicy.safeParse(readPolicy(unnamed)).error?.issues
    expect(fault?.map((i) => i.path.join('.'))).toEqual(['granted.0.where.'])
  })
})
