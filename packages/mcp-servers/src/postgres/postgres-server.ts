/**
 * What is remembered: runs, customers, scores, and reports in SQL. The name is the requirements'; no database is opened here, all
 * goes through the HTTP API under the rights of a key.
 */
import { z } from 'zod'
import { defineServer } from '../kit/index.ts'
import { clientFrom, INSA_SETTINGS } from '../kit/insa-api.ts'
import { VERSION } from '../version.ts'
import { getCustomerHistory } from './get-customer-history.ts'
import { queryLeadScores } from './query-lead-scores.ts'
import { querySql } from './query-sql.ts'
import { saveAgentExecution } from './save-agent-execution.ts'

export const postgresServer = defineServer({
  name: 'postgres',
  title: 'INSA CRM records',
  version: VERSION,
  instructions:
    'Runs of agents, histories of customers, scores of leads; reports in SQL for administrators.',
  settings: z.object(INSA_SETTINGS),
  open(settings) {
    const client = clientFrom(settings)
    return {
      tools: [
        saveAgentExecution(client),
        getCustomerHistory(client),
        queryLeadScores(client),
        querySql(client),
      ],
    }
  },
})
