/** What holds of the tools whichever system stands behind them. Each test goes through the tools, as a model does. */
import { describe, expect, it } from 'vitest'

export interface Answer {
  isError: boolean
  text: string
  // biome-ignore lint/suspicious/noExplicitAny: what a tool answers is checked by its schema before it comes here.
  data: any
}

export interface ContractSystem {
  /** What it has not: a tool that needs it says so, with what to do. */
  lacks: readonly ('quotations' | 'files')[]
  call(tool: string, args: Record<string, unknown>): Promise<Answer>
  /** Changes the lead behind the tools' back. */
  changeElsewhere(leadId: string): Promise<void>
}

const unique = () => Math.random().toString(36).slice(2, 10)

/** @param system called once a test. */
export function crmContract(system: () => ContractSystem): void {
  const call = (tool: string, args: Record<string, unknown>) => system().call(tool, args)
  const ok = async (tool: string, args: Record<string, unknown>) => {
    const answer = await call(tool, args)
    if (answer.isError) throw new Error(`${tool}: ${answer.text}`)
    return answer.data
  }
  const newLead = async (more: Record<string, unknown> = {}) => {
    const key = unique()
    const { record } = await ok('create_lead', {
      company_name: `Works ${key}`,
      email_id: `buyer@${key}.example`,
      values: { city: 'Kiel', ...more },
    })
    return { id: String(record.id), version: String(record.version), key }
  }

  describe('leads', () => {
    it('are created, read, listed and changed', async () => {
      const { id, key } = await newLead({ job_title: 'Plant Manager' })
      const { lead } = await ok('get_lead', { lead_id: id })
      expect(lead.values).toMatchObject({ company_name: `Works ${key}`, city: 'Kiel' })
      const listed = await ok('list_leads', { text: key })
      expect(listed.records.map((r: { id: string }) => r.id)).toEqual([id])
      const changed = await ok('update_lead', {
        lead_id: id,
        version: lead.version,
        values: { city: 'Bonn' },
      })
      expect(changed).toMatchObject({
        done: true,
        changes: [{ field: 'city', old: 'Kiel', new: 'Bonn' }],
      })
    })

    it('are found by words, and several are offered', async () => {
      const { id, key } = await newLead()
      const { lead } = await ok('get_lead', { lead_id: `Works ${key}` })
      expect(lead.id).toBe(id)
      const word = `twin${unique()}`
      for (const n of [1, 2])
        await ok('create_lead', { company_name: `${word} ${n}`, email_id: `a@${word}${n}.example` })
      const several = await call('get_lead', { lead_id: word })
      expect(several.text).toContain('record.ambiguous')
      expect(several.text).toContain(`${word} 1`)
      const none = await call('get_lead', { lead_id: `nobody${unique()}` })
      expect(none.text).toContain('record.not_found')
    })

    it('are not changed by a dry run, nor with a version that is not theirs any more', async () => {
      const { id, version } = await newLead()
      const dry = await ok('update_lead', { lead_id: id, values: { city: 'Ulm' }, dry_run: true })
      expect(dry).toMatchObject({ done: false, dry_run: true })
      expect(dry.changes).toEqual([{ field: 'city', old: 'Kiel', new: 'Ulm' }])
      await system().changeElsewhere(id)
      const stale = await call('update_lead', { lead_id: id, version, values: { city: 'Jena' } })
      expect(stale.isError).toBe(true)
      expect(stale.text).toContain('record.changed_meanwhile')
      const { lead } = await ok('get_lead', { lead_id: id })
      expect(lead.values.city).toBe('Elsewhere')
    })

    it('refuse fields that there are not, and name those that are meant', async () => {
      const { id } = await newLead()
      const before = await ok('get_lead', { lead_id: id })
      for (const args of [
        { tool: 'update_lead', lead_id: id, values: { company: 'X', compny_name: 'X' } },
        { tool: 'create_lead', company_name: unique(), values: { compny_name: 'X' } },
      ]) {
        const { tool, ...rest } = args
        const refused = await call(String(tool), rest)
        expect(refused.isError).toBe(true)
        expect(refused.text).toMatch(/values\.compny_name|compny_name/)
        expect(refused.text).toContain('company_name')
      }
      expect(await ok('get_lead', { lead_id: id })).toEqual(before)
    })

    it('refuse a choice that is none', async () => {
      const { id } = await newLead()
      const refused = await call('update_lead', { lead_id: id, values: { status: 'Hot' } })
      expect(refused.text).toContain('status')
      expect(refused.text).toContain('Do Not Contact')
    })

    it('are qualified, and their duplicates are shown with reasons', async () => {
      const { id, key } = await newLead()
      const done = await ok('qualify_lead', { lead_id: id, qualification_status: 'Qualified' })
      expect(done.done).toBe(true)
      const { lead } = await ok('get_lead', { lead_id: id })
      expect(lead.values.qualification_status).toBe('Qualified')
      await ok('create_lead', { company_name: `Works ${key}`, email_id: `other@${key}.example` })
      const { duplicates } = await ok('find_duplicate_leads', { lead_id: id })
      expect(duplicates[0]).toMatchObject({ doctype: 'Lead', label: expect.stringContaining(key) })
      expect(duplicates[0].reasons.length).toBeGreaterThan(0)
    })
  })

  describe('conversions', () => {
    it('make an opportunity of a lead once, and look at both', async () => {
      const { id } = await newLead()
      const dry = await ok('convert_lead_to_opportunity', { lead_id: id, dry_run: true })
      expect(dry.done).toBe(false)
      const made = await ok('convert_lead_to_opportunity', { lead_id: id })
      expect(made.done).toBe(true)
      expect(made.checks.length).toBeGreaterThan(0)
      expect(made.checks.every((c: { ok: boolean }) => c.ok)).toBe(true)
      const again = await ok('convert_lead_to_opportunity', { lead_id: id })
      expect([again.done, again.record.id]).toEqual([false, made.record.id])
      const { lead } = await ok('get_lead', { lead_id: id })
      expect(lead.values.status).toBe('Opportunity')
      const listed = await ok('list_records', {
        doctype: 'Opportunity',
        text: undefined,
        limit: 100,
      })
      expect(listed.records.some((r: { id: string }) => r.id === made.record.id)).toBe(true)
    })

    it('make a customer of an opportunity once', async () => {
      const { id } = await newLead()
      const { record } = await ok('convert_lead_to_opportunity', { lead_id: id })
      const made = await ok('convert_to_customer', { from: 'Opportunity', id: record.id })
      expect(made.done).toBe(true)
      expect(made.checks.every((c: { ok: boolean }) => c.ok)).toBe(true)
      const again = await ok('convert_to_customer', { from: 'Opportunity', id: record.id })
      expect([again.done, again.record.id]).toEqual([false, made.record.id])
    })
  })

  describe('what belongs to a record', () => {
    it('contacts and addresses are added', async () => {
      const { id, key } = await newLead()
      const person = { first_name: 'Nina', last_name: key, email_id: `nina@${key}.example` }
      const contact = await ok('add_contact', { doctype: 'Lead', id, ...person })
      expect(contact.done).toBe(true)
      const place = {
        address_type: 'Plant',
        address_line1: 'Road 1',
        city: 'Kiel',
        country: 'Germany',
      }
      const address = await ok('add_address', { doctype: 'Lead', id, ...place })
      const { record } = await ok('get_record', { doctype: 'Address', id: address.record.id })
      expect(record.values).toMatchObject({ city: 'Kiel', country: 'Germany' })
      const dry = await ok('add_address', { doctype: 'Lead', id, ...place, dry_run: true })
      expect(dry).toMatchObject({ done: false, record: null })
    })

    it('notes, calls and plans are kept', async () => {
      const { id } = await newLead()
      const target = { doctype: 'Lead', id }
      const note = await ok('add_note', { ...target, note: 'Wants <PLC> & HMI' })
      expect(note.done).toBe(true)
      const logged = await ok('log_communication', {
        ...target,
        medium: 'Phone',
        subject: 'Call',
        content: 'Budget is approved.',
      })
      expect(logged.done).toBe(true)
      const todo = { kind: 'todo', subject: 'Call back', due: '2027-03-31' }
      const planned = await ok('plan_activity', { ...target, ...todo })
      expect(planned.done).toBe(true)
      expect((await ok('plan_activity', { ...target, ...todo, dry_run: true })).done).toBe(false)
    })
  })

  describe('any record', () => {
    it('is described, created, found, counted, changed under a lock', async () => {
      const described = await ok('describe_doctype', { doctype: 'Project' })
      expect(described.fields).toContainEqual(
        expect.objectContaining({ field: 'project_name', required: true }),
      )
      const name = `Retrofit ${unique()}`
      const values = { project_name: name, priority: 'High' }
      const { record } = await ok('create_record', { doctype: 'Project', values })
      const { matches } = await ok('search_records', { doctype: 'Project', text: name })
      expect(matches.map((m: { id: string }) => m.id)).toEqual([record.id])
      const counted = await ok('aggregate_records', { doctype: 'Project' })
      expect(counted.total).toBeGreaterThan(0)
      const filters = [{ field: 'status', value: 'Open' }]
      const open = await ok('list_records', { doctype: 'Project', filters, text: name })
      expect(open.records.map((r: { id: string }) => r.id)).toEqual([record.id])
      const update = { doctype: 'Project', id: record.id, version: record.version }
      await ok('update_record', { ...update, values: { priority: 'Low' } })
      const stale = await call('update_record', { ...update, values: { priority: 'Medium' } })
      expect(stale.text).toContain('record.changed_meanwhile')
    })

    it('is refused where it belongs to the system itself', async () => {
      for (const doctype of ['User', 'DocType', 'Webhook']) {
        const read = await call('get_record', { doctype, id: 'x' })
        const write = await call('create_record', { doctype, values: { name: 'x' } })
        expect([read.isError, write.isError]).toEqual([true, true])
      }
    })

    it('is submitted only where it is a draft that can be', async () => {
      const { id } = await newLead()
      const refused = await call('submit_record', { doctype: 'Lead', id })
      expect(refused.text).toContain('A Lead is not submitted: it counts as soon as it is saved.')
      expect(refused.text).toContain('doctype.not_submittable')
    })

    it('is reported on, in columns and rows; a report that there is not is said to be', async () => {
      const { key } = await newLead()
      const leads = await ok('run_report', { report: 'Lead Details', limit: 500 })
      const company = leads.columns.indexOf('Organization Name')
      expect(leads.rows.map((row: unknown[]) => row[company])).toContain(`Works ${key}`)
      expect(leads.rows.length).toBeLessThanOrEqual(leads.total)
      const stages = await ok('run_report', { report: 'Opportunity Summary by Sales Stage' })
      expect(stages.columns.slice(0, 3)).toEqual(['Sales Stage', 'Number', 'Amount'])
      const none = await call('run_report', { report: 'Weather' })
      expect(none.isError).toBe(true)
      expect(none.text).toContain('Weather')
    })

    it('that needs what a system lacks is refused with what to do, and nothing is written', async () => {
      const { id } = await newLead()
      const { record } = await ok('convert_lead_to_opportunity', { lead_id: id })
      const read = () => ok('get_record', { doctype: 'Opportunity', id: record.id })
      const before = await read()
      const quotation = await call('convert_opportunity_to_quotation', {
        opportunity_id: record.id,
        values: { items: [{ item_code: 'Automation engineering', qty: 1, rate: 100 }] },
        dry_run: true,
      })
      const file = await call('upload_file', {
        doctype: 'Lead',
        id,
        file_name: 'scope.txt',
        content_base64: Buffer.from('two pumps').toString('base64'),
      })
      for (const [what, answer] of [
        ['quotations', quotation],
        ['files', file],
      ] as const) {
        const isLacking = system().lacks.includes(what)
        expect(answer.isError, answer.text).toBe(isLacking)
        if (isLacking) expect(answer.text).toMatch(/ERPNEXT_URL.*\. Until then /)
      }
      expect(await read()).toEqual(before)
    })

    it('a page leads to the next, and no record comes twice', async () => {
      const word = `paged${unique()}`
      for (let n = 0; n < 5; n++)
        await ok('create_lead', { company_name: `${word} ${n}`, email_id: `a@${word}${n}.example` })
      const ids: string[] = []
      let after: string | undefined
      do {
        const page = await ok('list_leads', { text: word, limit: 2, ...(after && { after }) })
        ids.push(...page.records.map((r: { id: string }) => r.id))
        after = page.next ?? undefined
      } while (after)
      expect(ids).toHaveLength(5)
      expect(new Set(ids).size).toBe(5)
    })
  })
}
