import { sql } from 'kysely'
import { expect, it } from 'vitest'
import { startProgram, testApp } from '../../testing/test-app.ts'
import { ownerQuery } from '../../testing/test-database.ts'
import { toolAgent } from '../../testing/tool-agent.ts'
import { MAX_ATTEMPTS } from './max-attempts.ts'

it('a call that was on its way when its worker died for the last time is shown as unknown [effects.once.tools]', async () => {
  const agents = [toolAgent({ tools: [] })]
  const app = await testApp({ working: false, agents })
  const id = crypto.randomUUID()
  await ownerQuery(
    app.database,
    sql`insert into agent_executions (id, organization_id, agent_type, engine, correlation_id, triggered_by, status, attempts, claimed_by, lease_until)
      values (${id}, ${app.acme.id}, 'tool_tester', 'none', 'test', 'system:test', 'running', ${MAX_ATTEMPTS}, 'the dead', now())`,
  )
  await ownerQuery(
    app.database,
    sql`insert into tool_calls (id, organization_id, execution_id, seq, requested_hash, nth, tool, caller, arguments, requested_arguments, status)
      values (gen_random_uuid(), ${app.acme.id}, ${id}, 1, 'hash', 0, 'mcp__erpnext__add_note', 'code', '{}', '{}', 'running')`,
  )
  const next = await startProgram({ ...app.database, close: async () => undefined }, { agents })
  const { executions, toolCalls } = app.acme.as('manager')
  await expect.poll(async () => (await executions.get(id)).status).toBe('failed')
  await expect
    .poll(async () => (await toolCalls.list({ status: 'unknown' })).data.map((c) => c.execution_id))
    .toEqual([id])
  await next.close()
  await app.close()
})
