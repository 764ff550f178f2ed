import { describe, expect, it } from 'vitest'
import { readSheet } from './read-sheet.ts'

const csv = (text: string) => readSheet(new File([text], 'leads.csv'))

describe('reading a file', () => {
  it('knows which row of the spreadsheet each row was, past empty ones and cells of several lines', async () => {
    const sheet = await csv('\nName;City\n\nAna;"a\n\nb"\n;\nBob;\n\n')
    expect(sheet).toEqual({
      kind: 'csv',
      columns: ['Name', 'City'],
      rows: [
        ['Ana', 'a\n\nb'],
        ['Bob', ''],
      ],
      places: [4, 6],
    })
  })

  it('counts the items of a list', async () => {
    const file = new File(['[{"lead_name":"Ana"},{"city":"Bilbao"}]'], 'leads.json')
    expect(await readSheet(file)).toMatchObject({ columns: ['lead_name', 'city'], places: [1, 2] })
  })

  it.each([
    ['nothing', '', 'The file has no rows.'],
    ['a header only', 'Name,City\n', 'The file has no rows.'],
  ])('refuses %s', async (_what, text, words) => {
    await expect(csv(text)).rejects.toThrow(words)
  })
})
