/** Imports an upload. Rows are staged in batches, with progress; one last transaction turns them into leads, all or none. */

import { detectLanguage } from '@insa/baseline'
import type { LeadImportResult } from '@insa/contracts'
import { v7 as uuidv7 } from 'uuid'
import type { AgentDefinition, AgentRun } from '../../platform/runtime/agent.ts'
import { inherit } from '../../platform/runtime/lineage.ts'
import { readSetting } from '../../platform/settings/settings.store.ts'
import { promoteRows, readUpload, stageRows } from './lead-imports.store.ts'
import type { LeadsDeps } from './leads-deps.ts'
import { QUALIFICATION } from './qualification-settings.ts'
import { LEAD_IMPORT } from './request-import.ts'
import { LEAD_QUALIFICATION } from './request-qualification.ts'

const BATCH = 500

/** After everything that a person waits for. */
const BULK_PRIORITY = -1

export function createImportAgent(deps: LeadsDeps): AgentDefinition {
  return {
    type: LEAD_IMPORT,
    title: 'Lead import',
    description: 'Brings a file of leads in: every row, or none when it is stopped.',
    tools: [],
    timeoutMs: 15 * 60_000,
    run: (run) => importLeads(deps, run),
  }
}

async function importLeads(deps: LeadsDeps, run: AgentRun) {
  const rows = await run.step(
    {
      kind: 'code',
      name: 'stage_rows',
      summary: (r: { staged: number }) => `${r.staged} rows checked and staged`,
    },
    () => stage(deps, run),
  )
  const result = await run.store(
    {
      kind: 'store',
      name: 'insert_leads',
      summary: (r: LeadImportResult) => `${r.imported} leads imported`,
    },
    async (tx): Promise<LeadImportResult> => {
      const ids = await promoteRows(tx, run.executionId, new Date())
      const qualifying = (await readSetting(tx, QUALIFICATION)).auto_qualify
      if (qualifying) {
        await deps.runtime.openMany(
          tx,
          ids.map((leadId) => ({
            ...inherit(run.lineage, { lead_id: leadId }),
            agentType: LEAD_QUALIFICATION,
            input: { lead_id: leadId },
            leadId,
            triggeredBy: 'system:import',
            correlationId: run.correlationId,
            priority: BULK_PRIORITY,
          })),
        )
      }
      await deps.publish(tx, {
        type: 'leads.imported',
        execution_id: run.executionId,
        count: ids.length,
      })
      return { imported: ids.length, rows: rows.staged, qualifying }
    },
  )
  return { output: result }
}

async function stage(deps: LeadsDeps, run: AgentRun): Promise<{ staged: number }> {
  const rows = await deps.database.tenant(run.organizationId, (tx) =>
    readUpload(tx, run.executionId),
  )
  for (let from = 0; from < rows.length; from += BATCH) {
    run.signal.throwIfAborted()
    const batch = rows.slice(from, from + BATCH).map((lead, i) => ({
      row_number: from + i + 1,
      lead_id: uuidv7(),
      lead: {
        ...lead,
        language: lead.language ?? (lead.message ? detectLanguage(lead.message) : null),
      },
    }))
    await deps.database.tenant(run.organizationId, (tx) => stageRows(tx, run.executionId, batch))
    await run.progress({
      done: Math.min(from + BATCH, rows.length),
      total: rows.length,
      unit: 'rows',
    })
  }
  return { staged: rows.length }
}
