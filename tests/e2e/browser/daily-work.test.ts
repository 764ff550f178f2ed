import { gzipSync } from 'node:zlib'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { SECOND, secondPerson } from './second-person.ts'
import { ADMIN, heading, type Site, scoredLeads, startSite } from './site.ts'

let site: Site

beforeAll(async () => {
  site = await startSite()
})

afterAll(async () => {
  await site.stop()
})

describe('signing in', () => {
  it('refuses a wrong password, leads back to the page that was asked for, and out again [console.sign-in]', async () => {
    const page = await site.open({ anonymous: true })
    await page.goto('/executions')
    await page.waitForURL(/\/sign-in\?next=%2Fexecutions/)
    await page.getByLabel('E-mail').fill(ADMIN.email)
    await page.getByLabel('Password').fill('not the password')
    await page.getByRole('button', { name: 'Sign in' }).click()
    await page.getByRole('alert').filter({ hasText: 'do not belong together' }).waitFor()

    await page.getByLabel('Password').fill(ADMIN.password)
    await page.getByRole('button', { name: 'Sign in' }).click()
    await heading(page, 'Executions').waitFor()
    expect(new URL(page.url()).pathname).toBe('/executions')

    await page.getByRole('button', { name: /Administrator/ }).click()
    await page.getByRole('menuitem', { name: 'Sign out' }).click()
    await heading(page, 'Sign in').waitFor()
    await page.goto('/leads')
    await page.waitForURL(/\/sign-in/)
  })
})

describe('changing the password', () => {
  it('asks for the current one, says what is wrong beside its field, and the new one holds [console.change-password]', async () => {
    const page = await secondPerson(site, await site.open())
    await page.goto('/leads')
    await page.getByRole('button', { name: 'Second' }).click()
    await page.getByRole('menuitem', { name: 'Change password' }).click()
    const dialog = page.getByRole('dialog')
    await dialog.getByLabel('Current password').fill('not this one')
    await dialog.getByLabel('New password').fill('short')
    await dialog.getByRole('button', { name: 'Change it' }).click()
    await dialog.getByText('Use at least 10 characters.').waitFor()
    const chosen = 'a sentence that I can remember'
    await dialog.getByLabel('New password').fill(chosen)
    await dialog.getByRole('button', { name: 'Change it' }).click()
    await dialog.locator('[aria-invalid=true]').waitFor()
    await dialog.getByLabel('Current password').fill(SECOND.password)
    await dialog.getByRole('button', { name: 'Change it' }).click()
    await page.getByText('Your password is changed').waitFor()
    const signIn = (password: string) =>
      page.request.post('/api/auth/sign-in/email', {
        data: { email: SECOND.email, password },
        headers: { origin: site.url },
      })
    expect((await page.request.get('/api/v1/me')).status()).toBe(200)
    expect((await signIn(SECOND.password)).status()).toBe(401)
    expect((await signIn(chosen)).status()).toBe(200)
  })
})

describe('the leads', () => {
  it('come up with at most 250 kB of script, gzipped', async () => {
    const page = await site.open()
    const scripts: Promise<Buffer>[] = []
    page.on('response', (answer) => {
      if (answer.url().endsWith('.js')) scripts.push(answer.body())
    })
    await page.goto('/leads')
    await page.getByRole('link', { name: 'Celulose Rio Pelado' }).waitFor()
    const sizes = (await Promise.all(scripts)).map((body) => gzipSync(body).length)
    expect(sizes.reduce((sum, size) => sum + size, 0)).toBeLessThanOrEqual(250_000)
  })

  it('are found, filtered by priority and opened by keyboard, and the URL keeps it all', async () => {
    const page = await site.open()
    await scoredLeads(page)
    await page.goto('/leads')
    await page.getByRole('link', { name: 'Celulose Rio Pelado' }).waitFor()
    await page.keyboard.press('/')
    await page.keyboard.type('celulose')
    await page.waitForURL(/q=celulose/)
    await page.getByText('1 lead', { exact: true }).waitFor()
    await page.reload()
    await page.getByText('1 lead', { exact: true }).waitFor()
    expect(await page.getByLabel('Search leads').inputValue()).toBe('celulose')

    await page.keyboard.press('j')
    await page.keyboard.press('Enter')
    await heading(page, /Celulose/).waitFor()
    await page.keyboard.press('g')
    await page.keyboard.press('l')
    await heading(page, 'Leads').waitFor()
    await page.getByRole('button', { name: 'Low', exact: true }).click()
    await page.waitForURL(/priority=LOW/)
  })
})

describe('a lead', () => {
  it('is qualified again with its steps in sight, and a factor lights up its words [console.qualify]', async () => {
    const page = await site.open()
    const [lead] = await scoredLeads(page)
    await page.goto(`/leads/${lead?.id}`)
    await page.getByRole('button', { name: 'Qualify again' }).click()
    const run = page.getByRole('region', { name: 'Qualification' })
    await run.getByText('Succeeded').waitFor()
    await run.getByText('mcp__erpnext__get_lead').waitFor()
    await page.getByText('same', { exact: true }).waitFor()

    const message = page.getByRole('region', { name: 'What the lead wrote' })
    const quoted = await message.locator('mark[data-sources~=fit]').allTextContents()
    expect(quoted.length).toBeGreaterThan(0)
    await page.mouse.move(0, 0)
    expect(await page.locator('mark[data-lit]').count()).toBe(0)
    await page.getByRole('button', { name: /^Fit/ }).focus()
    expect(await message.locator('mark[data-lit]').allTextContents()).toEqual(quoted)
    await page.getByRole('button', { name: /^Budget/ }).hover()
    expect(await message.locator('mark[data-lit][data-sources~=budget]').count()).toBeGreaterThan(0)
  })

  it('is overridden with a reason, keeps the machine’s value beside it, and goes back [console.override]', async () => {
    const page = await site.open()
    const leads = await scoredLeads(page)
    await page.goto(`/leads/${leads[1]?.id}`)
    await page.getByRole('button', { name: 'Override' }).click()
    const dialog = page.getByRole('dialog')
    await dialog.getByLabel('Priority').selectOption('IMMEDIATE')
    await dialog.getByLabel('Score').fill('97')
    await dialog.getByRole('button', { name: 'Override', exact: true }).click()
    await dialog.getByText('Enter at least 3 characters.').waitFor()
    await dialog.getByLabel('Reason').fill('The plant manager called: it is signed.')
    await dialog.getByRole('button', { name: 'Override', exact: true }).click()

    const score = page.getByRole('region', { name: 'Score' })
    await score.getByText('it is signed').waitFor()
    await score.getByRole('img', { name: 'Score 97 of 100' }).waitFor()
    await score.getByText('The machine says').waitFor()
    await page.getByRole('button', { name: 'Withdraw override' }).click()
    await score.getByText('it is signed').waitFor({ state: 'detached' })
    await score.getByRole('img', { name: 'Score 97 of 100' }).waitFor({ state: 'detached' })
  })

  it('is written by hand and scored as it comes in', async () => {
    const page = await site.open()
    await page.goto('/leads')
    await heading(page, 'Leads').waitFor()
    await page.keyboard.press('n')
    await heading(page, 'New lead').waitFor()
    await page.getByRole('button', { name: 'Create lead' }).click()
    await page.getByText('A lead needs at least one of').waitFor()
    await page.getByLabel('Company').fill('Browser Works')
    await page.getByLabel('Message').fill('We replace 12 Siemens PLCs. EUR 150,000 is approved.')
    await page.getByRole('button', { name: 'Create lead' }).click()
    await heading(page, 'Browser Works').waitFor()
    await page.getByRole('region', { name: 'Score' }).waitFor()
    await page.locator('mark[data-sources~=budget]').first().waitFor()
  })
})

describe('the settings', () => {
  it('show how today’s leads would move before anything is saved', async () => {
    const page = await site.open()
    await scoredLeads(page)
    await page.goto('/settings/qualification')
    await page.getByRole('slider', { name: 'medium from' }).focus()
    await page.keyboard.press('Home')
    await page.getByText(/of \d+ would move/).waitFor()
    await page.getByRole('button', { name: 'Undo' }).click()
    await page.getByText(/\d+ scored/).waitFor()
  })

  it('show a new API key once', async () => {
    const page = await site.open()
    await page.goto('/settings/api-keys')
    await page.getByRole('button', { name: 'New key' }).click()
    await page.getByLabel('Name').fill('Website form')
    await page.getByRole('button', { name: 'Create key' }).click()
    const dialog = page.getByRole('dialog', { name: 'Copy the key now' })
    const key = await dialog.locator('code').innerText()
    const answer = await fetch(`${site.url}/api/v1/me`, {
      headers: { authorization: `Bearer ${key}` },
    })
    expect(answer.status).toBe(200)
    await dialog.getByRole('button', { name: 'I have it' }).click()
    await page.getByText('Website form').waitFor()
    expect(await page.content()).not.toContain(key)
  })
})

describe('importing', () => {
  const csv = (rows: string[]) => ({
    name: 'leads.csv',
    mimeType: 'text/csv',
    buffer: Buffer.from(['Firma;E-Mail;Notes;Colour', ...rows].join('\n')),
  })

  it('maps the columns by name, shows what is wrong row by row, then takes them all [console.import]', async () => {
    const page = await site.open()
    await page.goto('/import')
    const good = Array.from(
      { length: 60 },
      (_, i) => `Import ${i} GmbH;p${i}@import.example;"Retrofit; ${i + 2} PLCs";blue`,
    )
    await page.setInputFiles('input[type=file]', csv([...good, 'Bad;no-address;Hello;red']))
    const mapped = page.getByRole('combobox')
    await mapped.first().waitFor()
    expect(
      await mapped.evaluateAll((all) => all.map((s) => (s as HTMLSelectElement).value)),
    ).toEqual(['company_name', 'email_id', 'message', ''])
    await page.getByRole('button', { name: 'Import 61 leads' }).click()
    const row = page.getByRole('region', { name: 'Rows to mend' }).getByRole('row').nth(1)
    await row.waitFor()
    expect(await row.innerText()).toMatch(/62\s+email_id\s+no-address/)

    await page.goto('/import')
    await page.setInputFiles('input[type=file]', csv(good))
    await page.getByRole('button', { name: 'Import 60 leads' }).click()
    await page.getByText('60 leads are in').waitFor()
    await page.getByRole('link', { name: 'See the leads' }).click()
    await page
      .getByRole('link', { name: /^Import \d+ GmbH/ })
      .first()
      .waitFor()
  })
})
