import { sheets } from '../../../../src/import/sheets.ts'
import { texts } from '../../texts/texts.ts'
import { REQUIRED_COLUMN, SAMPLES, SHEET_COLUMNS } from './sheet-columns.ts'

test.each(['schools', 'classes', 'people'] as const)('columns of %s are those that the server takes', (kind) => {
  const { columns } = sheets[kind]
  expect(SHEET_COLUMNS[kind]).toEqual(Object.keys(columns))
  const required = Object.entries(columns).filter(([, { required }]) => required)
  expect(required.map(([name]) => name)).toEqual([REQUIRED_COLUMN])
  for (const name of SHEET_COLUMNS[kind]) expect(texts.settings.import.abouts[name]).toBeTruthy()
  for (const row of SAMPLES[kind])
    for (const [name, value] of Object.entries(row))
      expect([name, columns[name]?.schema.safeParse(String(value)).success || value === '']).toEqual([name, true])
})
