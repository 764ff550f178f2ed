import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { type Asking, matches, mayCall, mayReach, refusal, type ToolGrant } from './policy.ts'
import { defineTool } from './tool.ts'

const tool = (name: string, leadArgument?: string) =>
  defineTool({
    name,
    description: '',
    effect: 'read',
    outside: false,
    input: z.record(z.string(), z.unknown()),
    output: z.unknown(),
    ...(leadArgument ? { leadArgument } : {}),
    run: async () => null,
  })

const asking = (grants: ToolGrant[], boundLeadId: string | null = null): Asking => ({
  agentType: 'tester',
  grants,
  boundLeadId,
})

const getLead = tool('mcp__erpnext__get_lead', 'lead_id')
const findParts = tool('mcp__inventree__find_parts')

describe('what an agent may call', () => {
  it('is nothing that no grant names [gateway.deny-by-default]', () => {
    for (const grants of [[], [{ tool: 'mcp__erpnext__get_leads' }, { tool: 'get_lead' }]]) {
      expect(mayCall(asking(grants), getLead)).toBe(false)
      expect(refusal(asking(grants), getLead, {})).toMatch(/may not call/)
    }
  })

  it('is given by pattern, where a star stands for any text and all else for itself', () => {
    expect(matches('mcp__erpnext__*', 'mcp__erpnext__get_lead')).toBe(true)
    expect(matches('mcp__*__get_*', 'mcp__erpnext__get_lead')).toBe(true)
    expect(matches('*', 'anything')).toBe(true)
    expect(matches('a*a', 'a')).toBe(false)
    expect(matches('ab*bc', 'abc')).toBe(false)
    expect(matches('mcp__erpnext__*', 'mcp__erpnextx__get_lead')).toBe(false)
    expect(matches('mcp__erpnext__get.lead', 'mcp__erpnext__get_lead')).toBe(false)
    expect(matches('mcp__erpnext__get_lead', 'mcp__erpnext__get_lead_secrets')).toBe(false)
  })

  it('is asked of no server of which no grant can name a tool', () => {
    for (const reaching of ['*', 'mcp__*', 'mcp__erp*', 'mcp__erpnext__*', 'mcp__*__get_*'])
      expect([reaching, mayReach(reaching, 'erpnext')]).toEqual([reaching, true])
    expect(mayReach('mcp__erpnext__get_lead', 'erpnext')).toBe(true)
    for (const other of ['mcp__erp__*', 'mcp__erpnextx__*', 'mcp__erpnext', 'get_lead', ''])
      expect([other, mayReach(other, 'erpnext')]).toEqual([other, false])
  })

  it('is its own lead only, where it works on one [gateway.bound-to-lead]', () => {
    const bound = asking([{ tool: 'mcp__erpnext__*' }], 'lead-1')
    expect(refusal(bound, getLead, { lead_id: 'lead-1' })).toBeNull()
    for (const lead_id of ['lead-2', 'LEAD-1', ['lead-1'], null, { toString: () => 'lead-1' }]) {
      expect(refusal(bound, getLead, { lead_id })).toMatch(/works on lead lead-1 only/)
    }
    // An optional argument that is left out would mean all leads.
    expect(refusal(bound, getLead, {})).toMatch(/may not call/)
  })

  it('is, for an agent on one lead, no tool that names no lead, unless the grant says so [gateway.bound-to-lead]', () => {
    expect(mayCall(asking([{ tool: '*' }], 'lead-1'), findParts)).toBe(false)
    expect(refusal(asking([{ tool: '*' }], 'lead-1'), findParts, {})).not.toBeNull()
    const unbound = asking([{ tool: 'mcp__inventree__*', unbound: true }], 'lead-1')
    expect(mayCall(unbound, findParts)).toBe(true)
    expect(refusal(unbound, findParts, { q: 'PLC' })).toBeNull()
  })

  it('may name the argument that holds the lead of a tool from elsewhere', () => {
    const grants: ToolGrant[] = [{ tool: findParts.name, where: { record: { is: 'bound_lead' } } }]
    expect(refusal(asking(grants, 'lead-1'), findParts, { record: 'lead-1' })).toBeNull()
    expect(refusal(asking(grants, 'lead-1'), findParts, { record: 'lead-2' })).not.toBeNull()
    expect(refusal(asking(grants, 'lead-1'), findParts, {})).not.toBeNull()
    // No lead, nothing to be equal to.
    expect(mayCall(asking(grants), findParts)).toBe(false)
    expect(refusal(asking(grants), findParts, { record: null })).not.toBeNull()
  })

  it('is a rule’s alone where the grant says so: no model is shown it or obeyed [gateway.code-only]', () => {
    const grants: ToolGrant[] = [{ tool: getLead.name, by: 'code' }]
    const args = { lead_id: 'lead-1' }
    const byCode: Asking = { ...asking(grants, 'lead-1'), caller: 'code' }
    expect(refusal(byCode, getLead, args)).toBeNull()
    for (const asked of [asking(grants, 'lead-1'), { ...byCode, caller: 'model' as const }]) {
      expect(mayCall(asked, getLead)).toBe(false)
      expect(refusal(asked, getLead, args)).toMatch(/may not call/)
    }
  })

  it('depends on arguments where the grant has conditions, all of which must hold', () => {
    const grants: ToolGrant[] = [
      {
        tool: findParts.name,
        where: { kind: { one_of: ['plc', 7] }, amount: { at_most: 10 }, site: { like: 'es-*' } },
      },
      { tool: findParts.name, where: { amount: { at_least: 100 } } },
    ]
    const told = (args: Record<string, unknown>) => refusal(asking(grants), findParts, args)
    expect(told({ kind: 'plc', amount: 10, site: 'es-bilbao' })).toBeNull()
    expect(told({ kind: 7, amount: -1, site: 'es-' })).toBeNull()
    expect(told({ amount: 100 })).toBeNull()
    for (const args of [
      {},
      { kind: 'plc', amount: 10 },
      { kind: 'hmi', amount: 10, site: 'es-bilbao' },
      { kind: 'plc', amount: 11, site: 'es-bilbao' },
      { kind: 'plc', amount: '10', site: 'es-bilbao' },
      { kind: 'plc', amount: Number.NaN, site: 'es-bilbao' },
      { kind: '7', amount: 1, site: 'es-bilbao' },
    ]) {
      expect(told(args)).toMatch(/may not call/)
    }
  })
})
