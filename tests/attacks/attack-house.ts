/**
 * The house under attack: the whole program in this process with the real Claude Code binary, whose model obeys whoever speaks
 * last. What one attack goes through: suffer-attack.ts.
 */
import { sql } from 'kysely'
import { costOf, NO_USAGE } from '../../apps/server/src/platform/engines/models.ts'
import { ALL_DEFENCES, type Defences } from '../../apps/server/src/platform/safety/defences.ts'
import { startMailServer } from '../../apps/server/src/testing/mail-server.ts'
import type { Usage } from '../../apps/server/src/testing/scripted-anthropic/count-usage.ts'
import { startScriptedAnthropic } from '../../apps/server/src/testing/scripted-anthropic/scripted-anthropic.ts'
import { type TestApp, testApp } from '../../apps/server/src/testing/test-app.ts'
import { type DatabaseKind, ownerQuery } from '../../apps/server/src/testing/test-database.ts'
import type { Attack } from './attack.ts'
import { startAttackServers } from './attack-servers.ts'
import { type Canary, startCanary } from './canary.ts'
import { createObedientModel, leadIn, type Target } from './obedient-model.ts'
import { insertLead, meet, type Suffered, serverOf, sufferAttack } from './suffer-attack.ts'

export interface AttackHouse {
  /** Sends it the way its vector says, waits for the end, and tells what there is to see. */
  suffer(attack: Attack): Promise<Suffered>
  /** From now on these stand, and nothing else. */
  stand(defences: Defences): void
  /** Whether the model takes what stands between fences for data; it does not unless it is told to. */
  heedFences(heeds: boolean): void
  /** Takes the database's wall between tenants away from leads, or puts it back. */
  tenantWall(stands: boolean): Promise<void>
  /** Mails that left the house for somebody who is not of it. */
  strangersMails(): string[]
  canary: Pick<Canary, 'connections'>
  /** Of the program's log: errors. */
  errors: string[]
  close(): Promise<void>
}

export interface HouseOptions {
  /** Default: the embedded one. */
  database?: DatabaseKind
  engine?: 'claude-code' | 'anthropic-api'
}

export async function openAttackHouse(
  attacks: readonly Attack[],
  { database = 'pglite', engine = 'claude-code' }: HouseOptions = {},
): Promise<AttackHouse> {
  const targets = new Map<string, Target>()
  const standing = new Set(ALL_DEFENCES)
  const mind = { heedsFences: false }
  const costs = new Map<string, number>()
  const [canary, mail, servers] = await Promise.all([
    startCanary(),
    startMailServer(),
    startAttackServers(attacks.filter((a) => a.definitions).map(serverOf)),
  ])
  let app: TestApp
  const find = (leadId: string) => meet({ app, targets, servers }, leadId)
  const api = await startScriptedAnthropic({
    script: createObedientModel(find, mind),
    onMessage(request, { model, usage }) {
      const id = leadIn(request) ?? ''
      costs.set(id, (costs.get(id) ?? 0) + billed(model, usage))
    },
  })
  app = await testApp({
    database,
    defences: standing,
    config: {
      engine,
      model: { apiKey: 'k', oauthToken: null, baseUrl: api.url, loginHome: null },
      smtpUrl: mail.url,
      mcp: { file: servers.config, candidates: [], variable: () => undefined },
    },
  })
  await app.globex.as('administrator').mcp.restart('desk')
  const profile = await app.globex.as('viewer').settings.companyProfile()
  const foreign = await insertLead(app, app.globex)
  const people = new Set([app.globex.administratorEmail, app.acme.administratorEmail])
  const house = { app, canary, servers, targets, costs, profile, foreign, people }
  let sufferings = 0

  return {
    suffer(attack) {
      sufferings += 1
      return sufferAttack(house, attack, `${attack.id}-${sufferings}`)
    },
    stand(defences) {
      standing.clear()
      for (const defence of defences) standing.add(defence)
    },
    heedFences(heeds) {
      mind.heedsFences = heeds
    },
    async tenantWall(stands) {
      const how = sql.raw(stands ? 'enable' : 'disable')
      await ownerQuery(app.database, sql`alter table leads ${how} row level security`)
    },
    canary,
    errors: app.errors,
    strangersMails: () => mail.received.flatMap((m) => m.to).filter((to) => !people.has(to)),
    async close() {
      await app.close()
      await Promise.all([api.stop(), canary.close(), servers.close(), mail.stop()])
    },
  }
}

/** US dollars. */
const billed = (model: string, usage: Usage): number =>
  costOf(model, {
    ...NO_USAGE,
    input: usage.input_tokens,
    output: usage.output_tokens,
    cache_read: usage.cache_read_input_tokens,
    cache_write: usage.cache_creation_input_tokens,
    cache_write_1h: usage.cache_creation.ephemeral_1h_input_tokens,
  }).toNumber()
