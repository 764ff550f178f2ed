/** One trace through two programs on one PostgreSQL: one is asked, the other judges with a model and mails; to a collector. */
import { afterAll, beforeAll, expect, it } from 'vitest'
import { type MailServer, startMailServer } from './testing/mail-server.ts'
import { modelSays } from './testing/model-answers.ts'
import {
  type CollectedSpan,
  type OtlpCollector,
  startOtlpCollector,
} from './testing/otlp-collector.ts'
import { EVERY_LEAD_IMMEDIATE, sampleLead } from './testing/sample-leads.ts'
import {
  type ScriptedAnthropic,
  startScriptedAnthropic,
} from './testing/scripted-anthropic/scripted-anthropic.ts'
import { type StartedProgram, startProgram, type TestApp, testApp } from './testing/test-app.ts'

const TRACE = '4bf92f3577b34da6a3ce929d0e0e4736'
const CALLER = '00f067aa0ba902b7'
/** A machine that may be busy; milliseconds. */
const PATIENCE = 240_000

let collector: OtlpCollector
let smtp: MailServer
let model: ScriptedAnthropic
/** An API alone. */
let api: TestApp
let worker: StartedProgram

beforeAll(async () => {
  collector = await startOtlpCollector()
  smtp = await startMailServer()
  model = await startScriptedAnthropic()
  model.play({
    otherwise: {
      structured: modelSays({ budget: [92, 'message', 'Budget of USD 250,000 is approved'] }),
    },
  })
  const config = {
    logLevel: 'info',
    smtpUrl: smtp.url,
    engine: 'anthropic-api' as const,
    model: { apiKey: 'dummy', oauthToken: null, baseUrl: model.url, loginHome: null },
    collector: { url: `${collector.url}/v1/traces`, protocol: 'http/json' as const },
  }
  api = await testApp({ database: 'postgres', working: false, config })
  worker = await startProgram({ ...api.database, close: async () => undefined }, { config })
}, PATIENCE)

afterAll(() => Promise.all([collector.stop(), smtp.stop(), model.stop()]))

const named = (name: string | RegExp): CollectedSpan[] =>
  collector.spans.filter((s) => s.traceId === TRACE && s.name.match(name))
const one = (name: string | RegExp): CollectedSpan =>
  named(name)[0] ?? expect.fail(`No span ${name} among ${collector.spans.map((s) => s.name)}`)
const logged = (lines: readonly string[], action: string) =>
  lines
    .map((line) => JSON.parse(line))
    .filter((line) => line['event.action'] === action && line['trace.id'] === TRACE)

it('leads from the caller through request, queue, run, step, tool, model to the mail [telemetry.traces]', {
  timeout: PATIENCE,
}, async () => {
  const sales = api.acme.as('administrator')
  await sales.settings.updateQualification({ ...EVERY_LEAD_IMMEDIATE, auto_qualify: false })
  const lead = await sales.leads.create(sampleLead())
  const answer = await api.request(`/api/v1/leads/${lead.id}/qualify`, {
    method: 'POST',
    key: api.acme.keys.sales,
    headers: { traceparent: `00-${TRACE}-${CALLER}-01` },
    body: {},
  })
  expect(answer.headers['x-correlation-id']).toBe(TRACE)
  await expect.poll(() => smtp.received.length, { timeout: PATIENCE / 2 }).toBe(1)
  await expect
    .poll(async () => (await sales.executions.get(answer.body.id)).status, {
      timeout: PATIENCE / 2,
    })
    .toBe('succeeded')
  // The last spans are sent at the end.
  await worker.close()
  await api.close()

  const request = one('POST /api/v1/leads/:id/qualify')
  const run = one('invoke_agent lead_qualification')
  const judge = one('step judge')
  const chat = one(/^chat /)
  expect(request).toMatchObject({
    kind: 2,
    parentSpanId: CALLER,
    attributes: { 'http.request.method': 'POST', 'http.response.status_code': 202 },
    resource: { 'service.name': 'insa-crm' },
  })
  expect(run).toMatchObject({
    kind: 5,
    parentSpanId: request.spanId,
    attributes: { 'gen_ai.operation.name': 'invoke_agent', 'insa.execution.status': 'succeeded' },
  })
  expect(run.resource['service.instance.id']).not.toBe(request.resource['service.instance.id'])
  expect(judge.parentSpanId).toBe(run.spanId)
  expect(chat).toMatchObject({
    kind: 3,
    parentSpanId: judge.spanId,
    attributes: { 'gen_ai.operation.name': 'chat', 'gen_ai.provider.name': 'anthropic' },
  })
  expect(Number(chat.attributes['gen_ai.usage.output_tokens'])).toBeGreaterThan(0)
  const step = one('step mcp__erpnext__get_lead')
  expect(one('execute_tool mcp__erpnext__get_lead').parentSpanId).toBe(step.spanId)
  expect(one('send mail').parentSpanId).toBe(one('step alert_immediate').spanId)

  // The log tells the same trace, in both.
  expect(logged(api.errors, 'http-request')).toHaveLength(1)
  for (const action of ['agent-run', 'tool-call', 'mail'])
    expect(logged(worker.errors, action).length, action).toBeGreaterThan(0)
  // Nothing of people.
  expect(collector.raw()).not.toMatch(/Ana Ruiz|ana\.ruiz|Aceros|250,000|admin@example/)
})
