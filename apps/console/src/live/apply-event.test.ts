import type { Execution, ExecutionStep } from '@insa/contracts'
import { describe, expect, it } from 'vitest'
import { effectOf, withStep } from './apply-event.ts'
import { keys } from './query-keys.ts'

const step = (seq: number, status: ExecutionStep['status']): ExecutionStep => ({
  seq,
  kind: 'code',
  name: `step-${seq}`,
  status,
  started_at: '2026-01-01T00:00:00.000Z',
  duration_ms: null,
  summary: '',
})

const execution: Execution = {
  id: '0193a0f0-0000-7000-8000-000000000001',
  agent_type: 'lead_qualification',
  status: 'running',
  input_data: {},
  output_data: null,
  error: null,
  progress: null,
  engine: 'baseline',
  model: null,
  tokens_used: { input: 0, output: 0, cache_read: 0, cache_write: 0 },
  cost_usd: '0.000000',
  attempts: 1,
  correlation_id: 'c',
  triggered_by: 'u',
  fed_by: null,
  lead_id: null,
  customer_id: null,
  replay: null,
  created_at: '2026-01-01T00:00:00.000Z',
  started_at: null,
  finished_at: null,
  steps: [step(1, 'succeeded'), step(2, 'running')],
}

describe('live events', () => {
  it('replaces the step that has moved on and keeps the order', () => {
    const after = withStep(withStep(execution, step(3, 'running')), step(2, 'succeeded'))
    expect(after.steps.map(({ seq, status }) => [seq, status])).toEqual([
      [1, 'succeeded'],
      [2, 'succeeded'],
      [3, 'running'],
    ])
  })

  const updated = (status: Execution['status'], agentType = execution.agent_type) =>
    effectOf({
      type: 'execution.updated',
      execution_id: execution.id,
      agent_type: agentType,
      status,
      lead_id: null,
    })

  it('writes a status at once and fetches the rest', () => {
    const effect = updated('waiting_approval')
    expect(effect.patch?.change(execution).status).toBe('waiting_approval')
    expect(effect.stale).toContainEqual(keys.execution(execution.id))
  })

  it.each(['succeeded', 'failed', 'cancelled'] as const)(
    'shows %s only with what came of it',
    (status) => {
      const effect = updated(status)
      expect(effect.patch).toBeUndefined()
      expect(effect.stale).toContainEqual(keys.execution(execution.id))
    },
  )

  it('takes every lead as out of date when new settings have moved them', () => {
    expect(updated('succeeded', 'lead_rescoring').stale).toContainEqual(keys.leads)
    expect(updated('running', 'lead_rescoring').stale).not.toContainEqual(keys.leads)
  })

  it('makes lists and the lead itself stale when a lead is scored', () => {
    const effect = effectOf({
      type: 'lead.scored',
      lead_id: execution.id,
      execution_id: execution.id,
      qualification_score: 80,
      priority: 'HIGH',
      recommended_action: 'schedule_demo',
    })
    expect(effect.stale).toEqual([keys.leadLists, keys.lead(execution.id), keys.overview])
  })

  it('makes the pipeline and the customer stale when an opportunity moves', () => {
    const effect = effectOf({
      type: 'opportunity.stage_changed',
      opportunity_id: 'o',
      lead_id: null,
      customer_id: 'c',
      from_stage: 'Prospecting',
      to_stage: 'Qualification',
      from_status: 'Open',
      to_status: 'Open',
    })
    expect(effect.stale).toEqual([keys.opportunities, keys.customer('c')])
  })

  it('takes what a run is doing as a line to show, and nothing as out of date', () => {
    const effect = effectOf({
      type: 'execution.activity',
      execution_id: 'e',
      activity: { kind: 'thinking', message: 'The model thinks.' },
    })
    expect(effect).toEqual({
      stale: [],
      activity: { executionId: 'e', message: 'The model thinks.' },
    })
  })
})
