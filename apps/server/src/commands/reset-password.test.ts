import { v7 as uuidv7 } from 'uuid'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { lockDataDirectory } from '../platform/database/lock-data-directory.ts'
import { openPglite } from '../platform/database/open-pglite.ts'
import { identityApp } from '../testing/identity-app.ts'
import { makeSiteFolder, recordingTerminal, type SiteFolder } from '../testing/site-folder.ts'
import { resetPassword } from './reset-password.ts'

describe('insa reset-password', () => {
  let site: SiteFolder & { organizationId: string }
  beforeEach(async () => {
    site = await makeSiteFolder()
  })
  afterEach(() => site.remove())

  /** The ways in on the site's data, as a server would have them. */
  async function served<T>(
    work: (app: Awaited<ReturnType<typeof identityApp>>) => Promise<T>,
  ): Promise<T> {
    const app = await identityApp({ database: await openPglite(site.dataDir) })
    try {
      return await work(app)
    } finally {
      await app.close()
    }
  }

  it('shows a password that opens, ends the sessions and leaves an audit entry [identity.way-back-in]', async () => {
    const cookie = await served(async (app) => {
      await app.addPerson(site.organizationId, 'boss@example.com', 'administrator')
      return app.signIn('boss@example.com')
    })
    const terminal = recordingTerminal()
    await resetPassword('Boss@Example.com', site.config, terminal)
    const password = / \/ (\S+)$/.exec(terminal.said[0] ?? '')?.[1] ?? ''
    await served(async (app) => {
      expect((await app.call('/api/v1/me', { cookie })).status).toBe(401)
      await expect(app.signIn('boss@example.com')).rejects.toThrow('401')
      await app.signIn('boss@example.com', password)
      expect(await app.audited(site.organizationId)).toEqual([
        'user.signed_in',
        'user.password_reset',
        'user.signed_in',
      ])
    })
  })

  it('names the administrators to who has forgotten the address', async () => {
    await served((app) => app.addPerson(site.organizationId, 'boss@example.com', 'administrator'))
    const refused = resetPassword('nobody@example.com', site.config, recordingTerminal())
    await expect(refused).rejects.toMatchObject({
      message: 'Nobody has an account with nobody@example.com.',
      hint: 'The administrators: boss@example.com',
    })
  })

  it('waits for no server: while one runs on the data it says so', async () => {
    const unlock = lockDataDirectory(site.dataDir, 'a server')
    const refused = resetPassword('boss@example.com', site.config, recordingTerminal())
    await expect(refused).rejects.toThrow('in use')
    unlock()
  })

  it('finds no data where there is none', async () => {
    const config = { ...site.config, dataDir: `${site.folder}/${uuidv7()}` }
    await expect(resetPassword('a@example.com', config, recordingTerminal())).rejects.toThrow(
      'There is no INSA CRM data',
    )
  })
})
