import { describe, expect, it } from 'vitest'
import { plainWords } from './plain-words.ts'

describe('a model’s prose', () => {
  it.each([
    'see https://collector.example/x?d=SECRET now',
    'see HTTP://10.0.0.7:8080/?SECRET',
    'see www.collector.example/?d=SECRET',
    'see collector.example/path?d=SECRET',
    'see 127.0.0.1:9000/SECRET',
    'write mailto:a@b.example?body=SECRET',
    '![x](https://collector.example/SECRET.png)',
    '[x]: ftp://collector.example/SECRET "title"',
    '<img src="//collector.example/SECRET">',
    'javascript:fetch("SECRET")',
    "see https://collector.example/?d=our%20(first)%20plant’s'SECRET",
    '![x](https://collector.example/?d=a(b)c,SECRET) now',
    '[x](https://collector.example/ "SECRET")',
  ])('keeps no address: %s [leads.plain-words]', (text) => {
    const left = plainWords(text)
    expect(left).not.toMatch(/SECRET|collector|10\.0|127\.0|<|\]\(/)
  })

  it('keeps the words around it, and of a link its words', () => {
    expect(plainWords('Read [the drawing](https://x.example/1) and https://y.example first.')).toBe(
      'Read the drawing and [address left out] first.',
    )
  })

  it('calculates nothing in a spreadsheet and hides nothing', () => {
    expect(plainWords('=HYPERLINK("x")')).not.toMatch(/^=/)
    expect(plainWords('fit\u200b\u202e good\u{e0041}')).toBe('fit good')
  })

  it('is left alone where there is nothing to take out', () => {
    const text =
      'Budget of USD 250,000 (10–12 %) is approved; S7-300/WinCC, 3 x 400 V, IEC 62443-3-3.\nmax@plant.example signs, Siemens AG too.'
    expect(plainWords(text)).toBe(text)
  })
})
