import { describe, expect, it } from 'vitest'
import { countryCode } from './find-country.ts'

describe('countryCode', () => {
  it.each([
    ['France', 'FR'],
    ['United Kingdom', 'GB'],
    ['Serbia', 'RS'],
    ['Deutschland', 'DE'],
    ['Germania', 'DE'],
    ['México', 'MX'],
    ['Brasil', 'BR'],
    ['États-Unis', 'US'],
    ['Vietnam', 'VN'],
    ['UK', 'GB'],
    ['Curaçao', 'CW'],
  ])('knows %s as %s', (name, code) => {
    expect(countryCode(name)).toBe(code)
  })
})
