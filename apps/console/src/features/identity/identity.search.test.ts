import { describe, expect, it } from 'vitest'
import { SignInSearch } from './identity.search.ts'

describe('where the sign-in leads', () => {
  it('goes back to the page that was asked for', () => {
    expect(SignInSearch.parse({ next: '/leads?priority=HIGH' }).next).toBe('/leads?priority=HIGH')
  })

  it.each(['https://evil.example', '//evil.example', '/\\evil.example', 'javascript:alert(1)'])(
    'does not lead to %s',
    (next) => {
      expect(SignInSearch.parse({ next }).next).toBeUndefined()
    },
  )
})
