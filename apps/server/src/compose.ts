/** The composition root: every real thing is made and wired here, and nowhere else. */
import type { FastifyInstance } from 'fastify'
import type { Logger } from 'pino'
import type { Config } from './config.ts'
import { agentsFeature } from './features/agents/index.ts'
import { auditFeature } from './features/audit/index.ts'
import { executionsFeature } from './features/executions/index.ts'
import {
  createCrmTools,
  judgeLeadBaseline,
  LEAD_QUALIFICATION,
  leadsFeature,
} from './features/leads/index.ts'
import { mailFeature } from './features/mail/index.ts'
import { overviewFeature } from './features/overview/index.ts'
import { readSystemStatus, systemFeature } from './features/system/index.ts'
import type { Database } from './platform/database/database.ts'
import { createBaselineEngine } from './platform/engines/baseline.ts'
import { createEventHub } from './platform/events/event-hub.ts'
import { createPublish } from './platform/events/outbox.ts'
import { createGateway } from './platform/gateway/gateway.ts'
import { createApp } from './platform/http/app.ts'
import { findAdministratorEmail } from './platform/identity/administrator-email.ts'
import { createIdentity, type Identity } from './platform/identity/identity.ts'
import { createMailer } from './platform/mail/mailer.ts'
import { createInProcessDoorbell } from './platform/queue/doorbell.ts'
import { checkAgents } from './platform/runtime/check-agents.ts'
import { createRuntime, type Runtime } from './platform/runtime/runtime.ts'
import { startWorker, type Worker } from './platform/runtime/worker.ts'
import { createMetrics } from './platform/telemetry/metrics.ts'

export interface Program {
  app: FastifyInstance
  identity: Identity
  database: Database
  runtime: Runtime
  /** Starts claiming work. */
  startWorking(): Promise<void>
  /** Ends requests and running work, then the rest, in the order in which they need each other. */
  close(graceMs: number): Promise<void>
}

export interface ProgramDeps {
  config: Config
  database: Database
  logger: Logger
  /** Signs sessions. */
  secret: string
  /** The address people type; known once the server listens. */
  publicUrl: () => string
}

/** Wires the whole program; it neither listens nor works yet. */
export async function compose({
  config,
  database,
  logger,
  secret,
  publicUrl,
}: ProgramDeps): Promise<Program> {
  const metrics = createMetrics()
  const report = (error: unknown, what = 'Something in the background failed') =>
    logger.error({ err: error }, what)
  const events = createEventHub(database, (error) => report(error, 'Delivering events failed'))
  const publish = createPublish(events.wake)
  const mailer = createMailer({
    database,
    publish,
    logger,
    smtpUrl: config.smtpUrl,
    from: config.mailFrom,
  })
  const doorbell = createInProcessDoorbell()
  const gateway = createGateway({ database, metrics, tools: createCrmTools(database) })
  const engine = createBaselineEngine({ [LEAD_QUALIFICATION]: judgeLeadBaseline })
  const identity = createIdentity({
    database,
    secret,
    publicUrl,
    report,
    sendMail: (organizationId, mail) =>
      database.tenant(organizationId, async (tx) => void (await mailer.queue(tx, mail))),
  })

  // Routes and agents are made before the runtime and the worker that they reach through these.
  let runtime: Runtime | undefined
  let worker: Worker | undefined
  const lateRuntime = () => {
    if (!runtime) throw new Error('The runtime is not there yet.')
    return runtime
  }
  const leads = leadsFeature({
    database,
    publish,
    events,
    engine,
    mailer,
    publicUrl,
    runtime: lateRuntime,
    fallbackRecipient: (organizationId) => findAdministratorEmail(database, organizationId),
  })
  runtime = createRuntime({
    publish,
    agents: leads.agents,
    defaultEngine: engine.name,
    ring: doorbell.ring,
  })
  checkAgents(leads.agents, gateway)
  const features = [
    leads,
    executionsFeature({
      database,
      publish,
      events,
      runtime: lateRuntime,
      abortRunning: (id) => worker?.cancel(id),
    }),
    agentsFeature({ database, runtime: lateRuntime, ring: doorbell.ring }),
    auditFeature({ database }),
    mailFeature({ database }),
    overviewFeature({ database }),
    systemFeature(() => readSystemStatus(config, database)),
  ]
  const app = await createApp({
    logger,
    database,
    identity,
    metrics,
    metricsToken: config.metricsToken,
    routes: features.flatMap((f) => f.routes),
  })
  return {
    app,
    identity,
    database,
    runtime,
    async startWorking() {
      const { agents } = lateRuntime()
      worker = await startWorker({
        database,
        publish,
        gateway,
        agents,
        doorbell,
        logger,
        metrics,
        concurrency: config.concurrency,
      })
    },
    async close(graceMs) {
      await app.close()
      await worker?.stop(graceMs)
      await identity.close()
      await mailer.stop()
      await events.stop()
      await database.close()
    },
  }
}
