/** A batch of qualifications that takes its time: asked by the Message Batches API, through the whole program, at half price. */
import { LeadScore } from '@insa/contracts'
import { pino } from 'pino'
import { expect, it } from 'vitest'
import { createLedger } from '../../platform/budget/ledger.ts'
import { batchClient } from '../../platform/engines/anthropic-batch.ts'
import { createMessageBatchWatch } from '../../platform/message-batches/message-batch-watch.ts'
import { modelSays } from '../../testing/model-answers.ts'
import { qualifyOnRequest } from '../../testing/qualify-on-request.ts'
import { sampleLead } from '../../testing/sample-leads.ts'
import { startScriptedAnthropic } from '../../testing/scripted-anthropic/scripted-anthropic.ts'
import { testApp } from '../../testing/test-app.ts'

/** What the model says of sampleLead: near what our own engine says. */
const JUDGED = modelSays({
  budget: [92, 'message', 'Budget of USD 250,000 is approved'],
  timeline: [80, 'message', 'start in March'],
  complexity: [88, 'message', 'migrate two Siemens S7-300 PLCs and the WinCC SCADA'],
  authority: [90, 'job_title', 'Plant Manager'],
  fit: [90, 'industry', 'Steel'],
})

/** A machine may be busy; milliseconds. */
const PATIENCE = { timeout: 120_000 }

it('waits for its answers as rows, and shows half the price [engines.batch]', {
  timeout: 240_000,
}, async () => {
  const api = await startScriptedAnthropic()
  const usage = {
    input_tokens: 1_000,
    output_tokens: 100,
    cache_read_input_tokens: 0,
    cache_creation_input_tokens: 0,
  }
  api.play({ otherwise: { structured: JUDGED, usage } })
  const model = { apiKey: 'the-real-key', oauthToken: null, baseUrl: api.url, loginHome: null }
  const app = await testApp({ config: { engine: 'anthropic-api', concurrency: 1, model } })
  const sales = app.acme.as('sales')
  await qualifyOnRequest(app.acme)
  const leads = [await sales.leads.create(sampleLead()), await sales.leads.create(sampleLead())]
  // As the program's own, which waits a minute for more questions.
  const watch = createMessageBatchWatch({
    database: app.database,
    meter: createLedger({
      database: app.database,
      metrics: { modelCalled: () => undefined },
      onError: () => undefined,
    }),
    client: batchClient({
      baseUrl: api.url,
      credentials: { kind: 'api_key', key: 'the-real-key' },
    }),
    logger: pino({ level: 'silent' }),
    ring: () => undefined,
    times: { lookMs: 200, gatherS: 1 },
  })

  const batch = await sales.batches.start({ leads: { filter: { scored: 'no' } }, off_peak: true })
  expect(batch.off_peak).toBe(true)
  watch.start()
  await expect
    .poll(async () => (await sales.batches.get(batch.id)).status, PATIENCE)
    .toBe('finished')
  for (const lead of leads) {
    const score = LeadScore.parse(await sales.leads.score(lead.id))
    expect(score).toMatchObject({
      engine: 'anthropic-api',
      flags: expect.not.arrayContaining(['engine_fallback']),
    })
    const run = await sales.executions.get(score.execution_id)
    expect(run).toMatchObject({ cost_usd: '0.000075', attempts: 1 })
  }
  // Nothing was asked at the full price.
  expect(api.messages()).toEqual([])
  await watch.stop()
  await app.close()
  await api.stop()
})
