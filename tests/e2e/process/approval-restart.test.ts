/** A model inside the real Claude Code wants something that needs a person, and the whole program ends while it waits. */
import { join } from 'node:path'
import { type Client, createClient, type Execution } from '@insa/contracts'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import {
  type DoubleSite,
  doubleSite,
} from '../../../apps/server/src/testing/mcp-double/double-site.ts'
import { modelSays } from '../../../apps/server/src/testing/model-answers.ts'
import { sampleLead } from '../../../apps/server/src/testing/sample-leads.ts'
import {
  type ScriptedAnthropic,
  startScriptedAnthropic,
} from '../../../apps/server/src/testing/scripted-anthropic/scripted-anthropic.ts'
import {
  API_KEY,
  clientOf,
  emptyFolder,
  type Folder,
  type InsaProcess,
  killAll,
  START_MS,
  startInsa,
} from './insa-process.ts'

const SEND = 'mcp__double__send_note'
const NOTE = { to: 'ana@example.com', text: 'The line is down, please call.' }
const SECOND = { email: 'second@insa.example', password: 'a-password-of-the-second-person' }
const PATIENCE = { timeout: START_MS, interval: 100 }

let folder: Folder
let double: DoubleSite
let api: ScriptedAnthropic
beforeEach(async () => {
  folder = await emptyFolder()
  double = doubleSite()
  api = await startScriptedAnthropic()
  // A model that wants the note sent until it hears that it was, and then judges.
  api.play((request) =>
    wasToldOf(request)
      ? { structured: modelSays({ fit: [90, 'industry', 'Steel'] }) }
      : { tools: [{ name: SEND, input: NOTE }] },
  )
})
afterEach(async () => {
  await killAll()
  await api.stop()
  double.remove()
  await folder.remove()
})

/** What it called before the wait is told again to a model that starts afresh. */
const wasToldOf = (request: { messages: unknown }) =>
  JSON.stringify(request.messages).includes(`answer of ${SEND}`)

const start = (): InsaProcess =>
  startInsa(
    {
      INSA_DATA_DIR: join(folder.path, 'data'),
      INSA_ADMIN_API_KEY: API_KEY,
      INSA_ENGINE: 'claude-code',
      INSA_MCP_CONFIG: double.config,
      ANTHROPIC_API_KEY: 'dummy',
      ANTHROPIC_BASE_URL: api.url,
      LOG_LEVEL: 'warn',
    },
    ['--empty'],
  )

/** An administrator has read the double's tools and lets the agent's model use them. */
async function allowDouble(admin: Client): Promise<void> {
  const { pin } = await admin.mcp.restart('double')
  await admin.mcp.approve('double', pin?.listed_hash ?? '')
  const granted = [{ agent: 'lead_qualification', tool: 'mcp__double__*', unbound: true }]
  await admin.settings.updateToolPolicy({ granted })
  const settings = await admin.settings.qualification()
  await admin.settings.updateQualification({ ...settings, auto_qualify: false })
}

/** Somebody else who may decide, invited by mail. @returns the cookie of their session. */
async function secondPerson(admin: Client, url: string): Promise<string> {
  const { organization } = await admin.me()
  await admin.members.invite(organization.id, { email: SECOND.email, role: 'manager' })
  const { data } = await admin.mail.list()
  const token = /token=([\w-]+)/.exec(data.find((m) => m.to === SECOND.email)?.text ?? '')?.[1]
  const anonymous = createClient({ baseUrl: url })
  await anonymous.invitations.accept(token ?? '', { name: 'Second', password: SECOND.password })
  const answer = await fetch(`${url}/api/auth/sign-in/email`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(SECOND),
  })
  expect(answer.status).toBe(200)
  return answer.headers
    .getSetCookie()
    .map((c) => c.split(';')[0])
    .join('; ')
}

const approve = (url: string, id: string, cookie: string) =>
  fetch(`${url}/api/v1/approvals/${id}/approve`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', cookie, origin: url },
    body: '{}',
  })

describe.each(['SIGTERM', 'SIGKILL'] as const)('the whole program, ended by %s', (signal) => {
  it(
    'while Claude Code waits for a person, goes on when somebody approves: done once, and the model hears it [approvals.restart-claude-code]',
    async () => {
      const first = start()
      const admin = await clientOf(first)
      await allowDouble(admin)
      const cookie = await secondPerson(admin, await first.url())
      const lead = await admin.leads.create(sampleLead())
      const { id } = await admin.leads.qualify(lead.id)
      const statusOf = async (client: Client): Promise<Execution['status']> =>
        (await client.executions.get(id)).status
      await expect.poll(() => statusOf(admin), PATIENCE).toBe('waiting_approval')
      const asked = api.messages().length
      expect(double.effects()).toEqual([])
      first.kill(signal)
      expect(await first.ended).toBe(signal === 'SIGKILL' ? signal : 0)

      const second = start()
      const again = await clientOf(second)
      expect(await statusOf(again)).toBe('waiting_approval')
      const [question] = (await again.approvals.list({ status: 'pending' })).data
      expect(question).toMatchObject({ execution_id: id, tool: SEND, caller: 'model' })
      await expect(again.approvals.approve(question?.id ?? '')).rejects.toMatchObject({
        problem: { code: 'approval.own' },
      })
      expect(api.messages()).toHaveLength(asked)
      expect((await approve(await second.url(), question?.id ?? '', cookie)).status).toBe(200)

      const ended = await again.executions.follow(id)
      expect(ended).toMatchObject({ status: 'succeeded', engine: 'claude-code' })
      expect(double.effects()).toEqual([{ tool: 'send_note', args: NOTE }])
      const heard = JSON.stringify(api.messages().at(-1)?.messages)
      expect(heard).toMatch(
        new RegExp(`You have called ${SEND} .*answer of ${SEND}[^"]*\\\\ndone\\\\n`),
      )
      const settled = await again.approvals.get(question?.id ?? '')
      expect(settled).toMatchObject({ status: 'approved', outcome: 'succeeded' })
      expect(settled.decided_by).toBe(`user:${SECOND.email}`)
    },
    3 * START_MS,
  )
})
