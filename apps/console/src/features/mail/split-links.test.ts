import { describe, expect, it } from 'vitest'
import { splitLinks } from './split-links.ts'

describe('links in a mail', () => {
  it('makes web addresses clickable and leaves the sentence its full stop', () => {
    expect(splitLinks('Open http://localhost:8080/leads/1. Thanks')).toEqual([
      { start: 0, text: 'Open ' },
      { start: 5, text: 'http://localhost:8080/leads/1', href: 'http://localhost:8080/leads/1' },
      { start: 34, text: '. Thanks' },
    ])
  })

  it('makes no link of anything that is not of the web', () => {
    expect(splitLinks('javascript:alert(1)')).toEqual([{ start: 0, text: 'javascript:alert(1)' }])
  })
})
