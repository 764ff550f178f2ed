/** What a tool has done stays done when the site goes away right after: whoever hears of a failure tries again. */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import {
  type ErpnextDouble,
  startErpnextDouble,
} from '../../testing/erpnext-double/erpnext-double.ts'
import { createFrappeClient } from '../client/frappe-client.ts'
import { createRestBackend } from './rest-backend.ts'

let double: ErpnextDouble
beforeAll(async () => {
  double = await startErpnextDouble({ leads: 1 })
})
afterAll(() => double.stop())

const { signal } = new AbortController()
const backend = () =>
  createRestBackend(
    createFrappeClient({
      url: double.url,
      apiKey: double.keys.runtime.key,
      apiSecret: double.keys.runtime.secret,
      attempts: 1,
    }),
  )

/** Nothing is answered any more once this has been asked for. */
function awayAfter(path: string) {
  let isAway = false
  double.faults.of = (request) => {
    if (isAway) return 'drop'
    isAway = request.method === 'POST' && request.path.includes(path)
    return undefined
  }
}
beforeEach(() => {
  double.faults.of = null
})

describe('what a tool has done in ERPNext [effects.once.tools]', () => {
  it('is a note, though it cannot be read back', async () => {
    const [lead] = double.site.db.rows('Lead')
    const target = { doctype: 'Lead', id: String(lead?.name) }
    awayAfter('/api/resource/Lead/')
    const written = await backend().addNote(target, 'Called; wants a visit.', signal)
    expect(written).toMatchObject({
      done: true,
      checks: [{ what: 'the note was read back', ok: false }],
    })
    const notes = JSON.stringify(double.site.db.get('Lead', target.id)?.notes)
    expect(notes.split('wants a visit')).toHaveLength(2)
  })

  it('is a task, though nobody could be given it', async () => {
    const { name } = double.as('Administrator', (ctx) =>
      ctx.documents.insert(ctx, { doctype: 'Project', project_name: 'Line 2' }),
    )
    awayAfter('/api/resource/Task')
    const user = double.keys.runtime.user
    const written = await backend().plan(
      { doctype: 'Project', id: String(name) },
      { kind: 'task', subject: 'Walk the line', assigned_to: user },
      { dryRun: false, signal },
    )
    expect(written.done).toBe(true)
    expect(written.checks).toContainEqual({ what: `it is assigned to ${user}`, ok: false })
    expect(double.site.db.rows('Task')).toHaveLength(1)
  })
})
