/** The composition root: every real thing is made and wired here, and nowhere else. */
import { hostname } from 'node:os'
import type { SystemStatus } from '@insa/contracts'
import type { FastifyInstance, FastifyPluginAsync, FastifyRequest } from 'fastify'
import type { Logger } from 'pino'
import { crmFeatures, demoDealsDeps } from './compose-crm.ts'
import { createEngines } from './compose-engines.ts'
import { syncFeature } from './compose-erpnext.ts'
import { composeTelemetry } from './compose-telemetry.ts'
import { createMcp, createOwnTools } from './compose-tools.ts'
import type { Config } from './config.ts'
import { agentsFeature } from './features/agents/index.ts'
import { alertsFeature } from './features/alerts/index.ts'
import { createAlertWatch } from './features/alerts/watch-alerts.ts'
import { createSiteWatch, type SiteView } from './features/alerts/watch-site.ts'
import { approvalsFeature } from './features/approvals/index.ts'
import { auditFeature } from './features/audit/index.ts'
import { canariesFeature } from './features/canaries/index.ts'
import { costsFeature } from './features/costs/index.ts'
import { findCustomer } from './features/customers/customers.store.ts'
import { chooseCrm } from './features/erpnext-tools/choose-crm.ts'
import { executionsFeature } from './features/executions/index.ts'
import { followUpsFeature } from './features/follow-ups/index.ts'
import { leadsFeature } from './features/leads/index.ts'
import { type DatedLead, insertDemoLeads } from './features/leads/insert-demo-leads.ts'
import { findLeadTitles } from './features/leads/leads.store.ts'
import { findFollowUpFacts } from './features/leads/leads-for-follow-up.store.ts'
import { plantLead } from './features/leads/plant-lead.ts'
import { qualificationSource } from './features/leads/request-batch.ts'
import { LEAD_QUALIFICATION } from './features/leads/request-qualification.ts'
import { mailFeature } from './features/mail/index.ts'
import { mcpFeature } from './features/mcp/index.ts'
import { mcpEndpointFeature } from './features/mcp-endpoint/index.ts'
import { type DatedDeal, insertDemoDeals } from './features/opportunities/insert-demo-deals.ts'
import { hasLiveOpportunity } from './features/opportunities/opportunities.store.ts'
import { overviewFeature } from './features/overview/index.ts'
import { reportsFeature } from './features/reports/index.ts'
import { systemFeature } from './features/system/index.ts'
import { readSystemStatus } from './features/system/system-status.ts'
import { joinSite } from './join-site.ts'
import { createLinks, type Links } from './links.ts'
import { createApprovalDesk } from './platform/approvals/approval-desk.ts'
import { createApprovalSweep } from './platform/approvals/approval-sweep.ts'
import { createHeadSigner } from './platform/audit/head-signature.ts'
import { createSealer } from './platform/audit/sealer.ts'
import { type BatchWatchDeps, createBatchWatch } from './platform/batches/batch-watch.ts'
import { createLedger } from './platform/budget/ledger.ts'
import type { RunStopper } from './platform/canaries/stop-run.ts'
import { watchDoor } from './platform/canaries/watch-gateway.ts'
import type { Database } from './platform/database/database.ts'
import { timeTransactions } from './platform/database/time-transactions.ts'
import type { ModelMeter } from './platform/engines/model-meter.ts'
import type { ErrorBuffer } from './platform/errors/error-buffer.ts'
import { createEventHub } from './platform/events/event-hub.ts'
import { createPublish } from './platform/events/outbox.ts'
import { createGateway } from './platform/gateway/gateway.ts'
import { createToolStats } from './platform/gateway/tool-stats.ts'
import { traceGateway } from './platform/gateway/trace-gateway.ts'
import { closeApp, createApp } from './platform/http/app.ts'
import { createForgetting } from './platform/http/forget-answers.ts'
import { createHealthApp } from './platform/http/health.ts'
import { findAdministratorEmail } from './platform/identity/administrator-email.ts'
import { findMembers } from './platform/identity/find-members.ts'
import { findFirstOrganization } from './platform/identity/first-organization.ts'
import { createIdentity, type Identity } from './platform/identity/identity.ts'
import { createInsideCallers } from './platform/identity/inside-callers.ts'
import { createMailer } from './platform/mail/mailer.ts'
import type { Roles } from './platform/processes/roles.ts'
import type { Duty } from './platform/processes/scheduler.ts'
import type { AgentDefinition } from './platform/runtime/agent.ts'
import { checkAgents } from './platform/runtime/check-agents.ts'
import { createRuntime } from './platform/runtime/runtime.ts'
import { createEventStarts } from './platform/runtime/start-on-events.ts'
import { startWorker, type Worker } from './platform/runtime/worker.ts'
import { ALL_DEFENCES, type Defences } from './platform/safety/defences.ts'
import { createMetrics, type Metrics } from './platform/telemetry/metrics.ts'
import type { Tracing } from './platform/telemetry/tracing.ts'
import { addSiteGauges } from './site-gauges.ts'

export interface Program {
  app: FastifyInstance
  /** Health and metrics alone, for a process that serves nothing else. */
  healthApp: FastifyInstance
  /** What can run here. */
  agentTypes: readonly string[]
  identity: Identity
  /** What is real here and what stands in. */
  status(): Promise<SystemStatus>
  /** One look of the watch for alerts, as the scheduler takes it every few seconds. @param at the moment that it is taken for. */
  lookForAlerts(at: Date): Promise<void>
  /** Keeps at once what this process has met; every few seconds it does so by itself. Never throws. */
  writeErrors(): Promise<void>
  /** Puts leads of the past in place and asks for their qualification. */
  insertDemoLeads(organizationId: string, leads: DatedLead[]): Promise<void>
  /** Puts in place what came of them. */
  insertDemoDeals(organizationId: string, deals: DatedDeal[]): Promise<void>
  /** One go at the exchange with ERPNext. @returns whether there is more to do. */
  syncErpnext(): Promise<boolean>
  /** Starts claiming work; not any more once `close` was called. */
  startWorking(): Promise<void>
  /** Ends requests and running work, then the rest, in the order in which they need each other. */
  close(graceMs: number): Promise<void>
}

export interface ProgramDeps {
  config: Config
  database: Database
  logger: Logger
  /** What `logger` tells errors to. Default: one that hears of the browser's alone. */
  errors?: ErrorBuffer
  /** Signs sessions. */
  secret: string
  /** The address people type; known once the server listens. */
  publicUrl: () => string
  /** Asked before every call of a model, in place of the ledger. */
  meter?: ModelMeter
  /** Those that stand; all of them, but in the attack gate. */
  defences?: Defences
  /** What this process does. Default: everything. */
  roles?: Roles
  /** The time that the exchange with ERPNext goes by. Default: the database's. */
  now?: () => Date
  /** Agents beside our own. */
  moreAgents?: readonly AgentDefinition[]
}

/** Wires the whole program; it neither listens nor works yet. */
export async function compose(deps: ProgramDeps): Promise<Program> {
  const links = await createLinks(deps.config.redisUrl, deps.database.kind, deps.logger)
  let worker: Worker | undefined
  const cancelHere = (executionId: string) => worker?.cancel(executionId)
  const abortRunning = (executionId: string) => {
    cancelHere(executionId)
    links.pubSub.publish('cancel', executionId)
  }
  const metrics = createMetrics(reporting(deps.logger, 'A metric failed'))
  const { errors, tracing } = await composeTelemetry(deps)
  const parts = createParts({ ...deps, tracing }, { ...links, abortRunning }, metrics)
  addSiteGauges(metrics, parts)
  parts.duties.push(errors.forgetting)
  const { database, identity, mailer, events, ledger, runtime, gateway, pubSub } = parts
  let starting: Promise<Worker | undefined> | undefined
  let closing = false
  pubSub.subscribe('cancel', cancelHere)
  const routes = [...addFeatures(deps, parts, abortRunning), ...errors.routes(parts)]
  checkAgents(runtime.agents.values(), gateway, parts.mcp.servers)
  const { config, logger } = deps
  const { metricsToken } = config
  const app = await createApp({ ...parts, logger, metricsToken, routes })
  parts.inside.app = app
  const siteWatch = createSiteWatch({
    database,
    logger,
    findFirstOrganization: () => findFirstOrganization(database),
    view: () => viewSite(parts),
    now: parts.presence.now,
  })
  const healthApp = createHealthApp({ database, metrics, metricsToken })
  return {
    app,
    healthApp,
    agentTypes: [...runtime.agents.keys()],
    identity,
    status: () => readSystemStatus(config, database, parts),
    lookForAlerts: parts.alertWatch.look,
    writeErrors: errors.write,
    syncErpnext: parts.sync.loop.tick,
    insertDemoLeads: (organizationId, leads) =>
      insertDemoLeads({ database, runtime }, organizationId, leads),
    insertDemoDeals: (organizationId, deals) =>
      insertDemoDeals(demoDealsDeps(database), organizationId, deals),
    async startWorking() {
      // A worker that came after the end would keep the process alive for ever.
      if (closing) return
      parts.mcp.start()
      siteWatch.start()
      errors.start()
      starting = startRoles(deps, parts)
      worker = await starting
    },
    async close(graceMs) {
      closing = true
      await Promise.all([closeApp(app, graceMs), healthApp.close()])
      const started = await starting?.catch(() => undefined)
      await started?.stop(graceMs)
      await parts.engines.close()
      await parts.mcp.stop()
      await ledger.stop()
      await identity.close()
      await mailer.stop()
      await events.stop()
      await siteWatch.stop()
      await parts.scheduler.stop()
      await parts.presence.stop()
      await errors.stop()
      await links.close()
      await database.close()
    },
  }
}

type Parts = ReturnType<typeof createParts>

/** What claims work, and the duties of a site. */
async function startRoles(
  { config, logger }: ProgramDeps,
  parts: Parts,
): Promise<Worker | undefined> {
  // Before anybody spends: what the last run of this site held back is free again. And duties go by the clock that presence asks for.
  await Promise.all([parts.ledger.start(), parts.presence.start()])
  const { worker, scheduler } = parts.presence.roles
  if (scheduler) parts.scheduler.start()
  if (!worker) return undefined
  const { patience } = config
  return startWorker({ ...parts, ...worker, agents: parts.runtime.agents, logger, patience })
}

/** The platform: what knows nothing of leads. */
function createParts(
  deps: ProgramDeps & { tracing: Tracing },
  links: Links & RunStopper,
  metrics: Metrics,
) {
  const { config, logger, secret, publicUrl, defences = ALL_DEFENCES, tracing } = deps
  const database = timeTransactions(deps.database, metrics)
  const { doorbell, pubSub, cache, abortRunning } = links
  const whenFailed = (what: string) => ({ onError: reporting(logger, what) })
  const events = createEventHub({ database, pubSub, ...whenFailed('Delivering events failed') })
  const publish = createPublish({ ...events, cache })
  const signer = createHeadSigner(secret)
  const sealer = createSealer({ database, signer, ...whenFailed('Sealing the audit trail failed') })
  const ledger = createLedger({
    database,
    metrics,
    defences,
    ...whenFailed('The books of model calls could not be kept'),
  })
  const mailer = createMailer({ database, publish, logger, ...mailAccess(config), tracing })
  const crm = chooseCrm(config.erpnext)
  const insideCallers = createInsideCallers()
  const inside: { app?: FastifyInstance } = {}
  const app = () => inside.app ?? notYet()
  const tools = createOwnTools({ crm, database, insideCallers, app, ...timesOf(config) })
  const mcp = createMcp(deps, tools)
  const toolStats = createToolStats()
  const people = { publish, mailer, publicUrl, findMembers: findMembers(database) }
  const desk = createApprovalDesk(people)
  const approvalSweep = createApprovalSweep({ ...people, database, logger, ring: doorbell.ring })
  const duties: Duty[] = [createForgetting(database, logger), approvalSweep, sealer]
  const { presence, scheduler } = joinSite(deps, signer, duties)
  const alertWatch = createAlertWatch({ ...people, database, logger, now: presence.now })
  duties.push(alertWatch)
  const door = createGateway({ ...deps, database, metrics, stats: toolStats, tools, mcp, desk })
  const watching = { ...people, database, metrics, logger, defences, abortRunning }
  const { canaries, gateway } = watchDoor(traceGateway(door, tracing), watching)
  const engines = createEngines(deps, {
    database,
    ledger,
    tracing,
    presence,
    duties,
    ring: doorbell.ring,
  })
  const runtime = createRuntime({ publish, ring: doorbell.ring, cache, tracing })
  const sync = syncFeature({ now: presence.now, ...deps, database, publish, runtime })
  const batches = watchBatches({ database, publish, logger, ring: doorbell.ring })
  duties.push(sync.loop, batches, createEventStarts({ database, runtime, logger }))
  const identity = createIdentity({
    database,
    secret,
    publicUrl,
    report: (error, what) => logger.error({ err: error }, what),
    insideCallers,
    counters: links.counters,
    sendMail: async (tx, mail) => void (await mailer.queue(tx, mail)),
  })
  return {
    ...links,
    metrics,
    tracing,
    events,
    publish,
    signer,
    sealer,
    ledger,
    mailer,
    gateway,
    canaries,
    mcp,
    toolStats,
    choice: engines.choice,
    presence,
    scheduler,
    alertWatch,
    batches,
    engine: engines.engine,
    engines,
    runtime,
    identity,
    database,
    defences,
    crm,
    inside,
    sync,
    duties,
  }
}

const timesOf = ({ patience }: Config) => ({ timeoutMs: patience.exchange.answerMs })

const mailAccess = ({ smtpUrl, mailFrom: from, patience }: Config) => ({
  smtpUrl,
  from,
  patience: patience.mail,
})

const reporting = (logger: Logger, what: string) => (error: unknown) =>
  logger.error({ err: error }, what)

const watchBatches = (deps: Omit<BatchWatchDeps, 'sources'>) =>
  createBatchWatch({ ...deps, sources: { [LEAD_QUALIFICATION]: qualificationSource } })

/** What this process sees of the site. */
const viewSite = ({ database, mcp }: Parts): SiteView => ({
  process: `${hostname()}, pid ${process.pid}`,
  pool: database.pool(),
  servers: [...mcp.servers].map(([name, server]) => ({ name, isUp: server.isUp() })),
})

const notYet = (): never => {
  throw new Error('The program has not started yet.')
}

/** Registers the features' agents. @returns their routes. */
function addFeatures(
  { config, logger, publicUrl, moreAgents = [] }: ProgramDeps,
  parts: Parts,
  abortRunning: (executionId: string) => void,
): FastifyPluginAsync[] {
  const { database, publish, runtime, doorbell, identity, mcp, gateway, toolStats } = parts
  const stillAllowed = async (request: FastifyRequest) => {
    const actor = await identity.authenticate(request).catch(() => null)
    return actor?.permissions.has('executions:read') ?? false
  }
  const leads = leadsFeature({
    ...parts,
    engineNamed: parts.engines.named,
    wakeBatches: parts.batches.wake,
    ring: doorbell.ring,
    abortRunning,
    publicUrl,
    hasOpportunity: hasLiveOpportunity,
    fallbackRecipient: (organizationId) => findAdministratorEmail(database, organizationId),
  })
  const followUps = followUpsFeature({ findFollowUpFacts })
  for (const agent of [...leads.agents, ...followUps.agents, ...moreAgents]) runtime.register(agent)
  const features = [
    leads,
    ...crmFeatures({ database, publish }),
    executionsFeature({
      ...parts,
      abortRunning,
      stillAllowed,
      leadTitles: findLeadTitles,
      customerIdOf: async (tx, id) => (await findCustomer(tx, id))?.id ?? null,
    }),
    agentsFeature({ database, runtime, ring: doorbell.ring }),
    alertsFeature({
      now: parts.presence.now,
      database,
      publish,
      findFirstOrganization: () => findFirstOrganization(database),
    }),
    auditFeature(parts),
    canariesFeature({ ...parts, plantLead }),
    costsFeature({ database, publish }),
    mailFeature({ database }),
    overviewFeature(parts),
    approvalsFeature({ database, publish, runtime, gateway, ring: doorbell.ring }),
    mcpFeature({ database, publish, mcp, gateway, runtime, stats: toolStats }),
    reportsFeature({ database }),
    mcpEndpointFeature({ logger, host: config.host, publicUrl }),
    parts.sync,
    systemFeature(() => readSystemStatus(config, database, parts)),
  ]
  return features.flatMap((feature) => feature.routes)
}
