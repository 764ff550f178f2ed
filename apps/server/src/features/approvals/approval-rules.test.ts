/** Which calls need a person: effects, money, a tenant's own rules. */
import { ApprovalRules } from '@insa/contracts'
import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { type AskedCall, approvalNeed } from '../../platform/approvals/approval-rules.ts'
import { defineTool, type Tool } from '../../platform/gateway/tool.ts'

const tool = (effect: Tool['effect']) =>
  defineTool({
    name: 'mcp__erp__make_order',
    description: '',
    effect,
    outside: false,
    input: z.record(z.string(), z.unknown()),
    output: z.unknown(),
    run: async () => null,
  })

const need = (
  effect: Tool['effect'],
  args: Record<string, unknown> = {},
  rules: z.input<typeof ApprovalRules> = {},
  over: Partial<AskedCall> = {},
) => {
  const found = approvalNeed(ApprovalRules.parse(rules), {
    tool: tool(effect),
    args,
    agentType: 'buyer',
    caller: 'code',
    boundLeadId: null,
    taintedBy: null,
    ...over,
  })
  return found ? [...found.reasons.map((r) => r.code), found.approver] : null
}

describe('without rules of its own, a tenant’s people see', () => {
  it('what leaves the house or may delete, and not what reads or writes at home [approvals.defaults]', () => {
    expect(need('egress')).toEqual(['effect', 'manager'])
    expect(need('destructive')).toEqual(['effect', 'manager'])
    expect(need('read')).toBeNull()
    expect(need('write')).toBeNull()
  })

  it.each<[string, Record<string, unknown>]>([
    ['a number', { amount: 1 }],
    ['a number as text', { grand_total: "1'000.50" }],
    ['one deep inside', { items: [{ unit_price: 7 }] }],
    ['a negative one', { discount: -5 }],
    ['a list of them', { amounts: [0, 3] }],
    ['one with its currency', { amount: '900 EUR' }],
    ['one written as elsewhere', { price: '1.234.567' }],
    ['one in words and digits', { budget: '5 million' }],
    ['one in other digits', { cost: '٩٠٠' }],
  ])('what commits money: %s [approvals.defaults]', (_what, args) => {
    expect(need('write', args)).toEqual(['money', 'manager'])
    expect(need('read', args)).toBeNull()
  })

  it('no money where there is none', () => {
    expect(need('write', { amount: 0, score: 90, total: 'none', price: '' })).toBeNull()
  })
})

describe('a tenant', () => {
  it('sets from which sum on, and who then decides', () => {
    const money = { arguments: ['amount'], above: 1_000, approver: 'administrator' as const }
    expect(need('write', { amount: 1_000 }, { money })).toBeNull()
    expect(need('write', { amount: 1_000.01 }, { money })).toEqual(['money', 'administrator'])
    for (const amount of ['999.99', '€ 12,50', '0.125', '1.000,00', 'USD 1,000'])
      expect([amount, need('write', { amount }, { money })]).toEqual([amount, null])
    for (const amount of ['1.000,01', '9.500', "9'500.00 CHF", '1e6', '5 million', '1 000 001'])
      expect([amount, need('write', { amount }, { money })?.[0]]).toEqual([amount, 'money'])
  })

  it('asks for more, by tool, agent and argument', () => {
    const rules = [
      { tool: 'mcp__erp__*', agent: 'buy*', where: { site: { one_of: ['plant-2'] } } },
      { tool: '*', where: { hours: { at_least: 8 } }, approver: 'administrator' as const },
    ]
    expect(need('read', { site: 'plant-2' }, { rules })).toEqual(['rule', 'manager'])
    expect(need('read', { site: 'plant-1' }, { rules })).toBeNull()
    expect(need('write', { site: 'plant-2', hours: 9 }, { rules })).toEqual([
      'rule',
      'rule',
      'administrator',
    ])
  })

  it('exempts what its own code does, never what a model wants, and never taint [approvals.taint]', () => {
    const rules = { exempt: [{ tool: 'mcp__erp__*' }] }
    expect(need('egress', {}, rules)).toBeNull()
    expect(need('egress', {}, rules, { caller: 'model' })).toEqual(['effect', 'manager'])
    const words = { args: { text: 'x' }, taintedBy: 'mail' }
    expect(need('egress', {}, rules, words)).toEqual(['tainted', 'manager'])
    expect(need('write', {}, { effects: [] }, { caller: 'model', taintedBy: 'mail' })).toEqual([
      'tainted',
      'manager',
    ])
  })
})
