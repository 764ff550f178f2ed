import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { EventPayload, Execution } from '@insa/contracts'
import { EXECUTION_ID } from '@insa/contracts/samples'
import { describe, expect, it, onTestFinished } from 'vitest'
import { fakeServer, problem } from './testing/fake-server.ts'
import { runInsa } from './testing/run-insa.ts'
import { sampleExecution } from './testing/samples.ts'

const CSV = 'company_name,email_id\nA,a@a.example\n'
const accepted: Execution = {
  ...sampleExecution,
  agent_type: 'lead_import',
  status: 'queued',
  output_data: null,
  lead_id: null,
}
const imported: Execution = {
  ...accepted,
  status: 'succeeded',
  output_data: { imported: 3, rows: 3, qualifying: true },
}
const events: EventPayload[] = [
  {
    type: 'execution.progress',
    execution_id: EXECUTION_ID,
    progress: { done: 1, total: 3, unit: 'rows' },
  },
  {
    type: 'execution.progress',
    execution_id: EXECUTION_ID,
    progress: { done: 3, total: 3, unit: 'rows' },
  },
]

const importing = (finished: Execution) =>
  fakeServer({
    'POST /api/v1/leads/import': () => ({ status: 202, body: accepted }),
    [`GET /api/v1/executions/${EXECUTION_ID}`]: () => ({ body: finished }),
    [`GET /api/v1/executions/${EXECUTION_ID}/events`]: () => ({ events }),
  })

async function fileWith(name: string, content: string | Uint8Array): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'insa-cli-'))
  onTestFinished(() => rm(folder, { recursive: true }))
  const file = join(folder, name)
  await writeFile(file, content)
  return file
}

describe('insa leads import', () => {
  it('sends a CSV as it stands and reports progress and result [cli.leads]', async () => {
    const { url, seen } = await importing(imported)
    const file = await fileWith('leads.csv', `\ufeff${CSV}`)
    const { code, stdout, stderr } = await runInsa(['leads', 'import', file, '--url', url])
    expect(code).toBe(0)
    expect(seen[0]?.headers['content-type']).toBe('text/csv; charset=utf-8')
    expect(seen[0]?.body).toBe(CSV)
    expect(stdout).toBe('Imported 3 leads. They are being qualified now.\n')
    expect(stderr).toBe('Importing: 1 of 3\nImporting: 3 of 3\n')
  })

  it('draws a bar on a terminal', async () => {
    const { url } = await importing(imported)
    const file = await fileWith('leads.csv', CSV)
    const { stderr } = await runInsa(['leads', 'import', file, '--url', url], { columns: 80 })
    expect(stderr).toContain('Importing █')
  })

  it('reads JSON from standard input', async () => {
    const { url, seen } = await importing(imported)
    const stdin = '[{"company_name":"A"}]'
    const { code } = await runInsa(['leads', 'import', '-', '--url', url], { stdin })
    expect(code).toBe(0)
    expect(seen[0]?.headers['content-type']).toBe('application/json')
    expect(seen[0]?.body).toBe(stdin)
  })

  it('takes back what an export wrote as one JSON value a line', async () => {
    const { url, seen } = await importing(imported)
    const stdin = '{"company_name":"A"}\n\n{"company_name":"B"}\n'
    await runInsa(['leads', 'import', '-', '--url', url], { stdin })
    expect(JSON.parse(seen[0]?.body ?? '')).toEqual([{ company_name: 'A' }, { company_name: 'B' }])
  })

  it('lists the first twenty faults and counts the others', async () => {
    const errors = Array.from({ length: 1_234 }, (_, row) => ({
      path: `rows.${row}.email_id`,
      code: 'invalid_format',
      message: 'Invalid email address',
    }))
    const message = 'Nothing was imported: 1234 rows are wrong.'
    const error = { code: 'import.invalid', message, errors }
    const { url } = await importing({ ...accepted, status: 'failed', error })
    const file = await fileWith('leads.csv', CSV)
    const { code, stderr, stdout } = await runInsa(['leads', 'import', file, '--url', url])
    expect(code).toBe(5)
    expect(stdout).toBe('')
    expect(stderr.match(/rows\.\d+\.email_id: Invalid email address/g)).toHaveLength(20)
    expect(stderr).toContain('and 1,214 more')
  })

  it('shows the faults of a refused request the same way', async () => {
    const errors = [{ path: 'rows.2.phone', code: 'too_long', message: 'Too long' }]
    const { url } = await fakeServer({
      'POST /api/v1/leads/import': () => problem(422, 'input.invalid', 'Wrong.', { errors }),
    })
    const file = await fileWith('leads.csv', CSV)
    const { code, stderr } = await runInsa(['leads', 'import', file, '--url', url])
    expect(code).toBe(5)
    expect(stderr).toContain('rows.2.phone: Too long')
  })

  it.each([
    ['is not UTF-8', 'latin1.csv', Buffer.from('company_name\nM\xfcller\n', 'latin1')],
    ['is empty', 'empty.csv', ' \n'],
    ['is not JSON', 'broken.json', '[{'],
    ['line 2, is not JSON', 'broken.jsonl', '{}\n{'],
    ['must hold a JSON array', 'object.json', '{}'],
  ])('refuses a file that %s before sending anything', async (reason, name, content) => {
    const { url, seen } = await importing(imported)
    const file = await fileWith(name, content)
    const { code, stderr } = await runInsa(['leads', 'import', file, '--url', url])
    expect(code).toBe(5)
    expect(stderr).toContain(reason)
    expect(seen).toEqual([])
  })

  it('refuses a file that is not there', async () => {
    const { code, stderr } = await runInsa(['leads', 'import', '/no/such/leads.csv'])
    expect(code).toBe(5)
    expect(stderr).toContain('There is no file /no/such/leads.csv.')
  })
})
