import { verifyPassword as verifyByLibrary } from 'better-auth/crypto'
import { describe, expect, it } from 'vitest'
import { hashPassword, verifyPassword } from './password.ts'

describe('passwords', () => {
  it('are recognized, and others are not', async () => {
    const hash = await hashPassword('correct horse battery')
    expect(await verifyPassword({ hash, password: 'correct horse battery' })).toBe(true)
    expect(await verifyPassword({ hash, password: 'correct horse batterz' })).toBe(false)
  })

  it('are the same however their accents are composed', async () => {
    const hash = await hashPassword('contrase\u00f1a larga')
    expect(await verifyPassword({ hash, password: 'contrasen\u0303a larga' })).toBe(true)
  })

  it('are kept in a form that better-auth reads too', async () => {
    const hash = await hashPassword('correct horse battery')
    expect(await verifyByLibrary({ hash, password: 'correct horse battery' })).toBe(true)
  })

  it('never match a hash that is none', async () => {
    expect(await verifyPassword({ hash: '', password: '' })).toBe(false)
    expect(await verifyPassword({ hash: 'nonsense', password: 'nonsense' })).toBe(false)
  })
})
