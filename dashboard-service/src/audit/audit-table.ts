import type { CsvRow } from '../csv/csv-answer.ts'
import type { AuditLine } from './audit-queries.ts'

export const AUDIT_COLUMNS = [
  'id',
  'at',
  'callerKind',
  'callerId',
  'callerName',
  'action',
  'subjectId',
  'schoolId',
  'before',
  'after',
  'requestId',
] as const

export async function* auditRows(lines: AsyncIterable<AuditLine>): AsyncGenerator<CsvRow> {
  for await (const { at, before, after, ...line } of lines) {
    const row = { ...line, at: at.toISOString(), before: json(before), after: json(after) }
    yield AUDIT_COLUMNS.map((column) => row[column])
  }
}

const json = (value: unknown): string | null => (value === null ? null : JSON.stringify(value))
