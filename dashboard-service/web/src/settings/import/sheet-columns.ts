import type { ImportKind } from '../../api/roster.ts'

/** What a file of a kind may hold, in the order of an export; sheet-columns.test.ts holds it to the server's own list. */
export const SHEET_COLUMNS: Readonly<Record<ImportKind, readonly string[]>> = {
  schools: ['id', 'external_id', 'name', 'time_zone', 'opens_at', 'closes_at', 'late_after_minutes'],
  classes: ['id', 'school_id', 'school_external_id', 'name', 'year_group'],
  people: [
    'id',
    'external_id',
    'name',
    'email',
    'kind',
    'school_id',
    'school_external_id',
    'class',
    'year_group',
    'enrolled_from',
  ],
}
export const REQUIRED_COLUMN = 'name'

type Sample = Readonly<Record<string, string | number>>

/** A line or two of each: what is not in them may be left out of a file. */
export const SAMPLES: Readonly<Record<ImportKind, readonly Sample[]>> = {
  schools: [
    {
      external_id: 'M-1',
      name: 'Maple Grove Primary School',
      time_zone: 'Europe/London',
      opens_at: '08:30',
      closes_at: '15:15',
      late_after_minutes: 10,
    },
  ],
  classes: [{ school_external_id: 'M-1', name: '4b', year_group: 'Year 4' }],
  people: [
    { external_id: 'S-1001', name: 'Asha Rai', kind: 'student', school_external_id: 'M-1', class: '4b' },
    { external_id: 'T-7', name: 'Maya Karki', kind: 'teacher', school_external_id: 'M-1', class: '' },
  ],
}

/** Rows of a table, its first line the names of the columns. */
export function sampleRows(kind: ImportKind): readonly (readonly (string | number)[])[] {
  const columns = Object.keys(SAMPLES[kind][0] ?? {})
  return [columns, ...SAMPLES[kind].map((row) => columns.map((column) => row[column] ?? ''))]
}
