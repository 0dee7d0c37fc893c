import type { AuditLine } from '../../api/access.ts'
import { formatNumber, texts } from '../../texts/texts.ts'
import { changedFields } from './changed-fields.ts'

const t = texts.access.audit

/** What was before and after, once somebody wants to see it. */
export function Changes({ line: { before, after } }: { line: AuditLine }) {
  const fields = changedFields(before, after)
  if (fields.length === 0) return <>–</>
  return (
    <details className="changes">
      <summary>{t.changed(formatNumber(fields.length))}</summary>
      <table>
        <thead>
          <tr>
            <th scope="col">{t.field}</th>
            <th scope="col">{t.before}</th>
            <th scope="col">{t.after}</th>
          </tr>
        </thead>
        <tbody>
          {fields.map((field) => (
            <tr key={field.name}>
              <th scope="row">{field.name}</th>
              <td>
                <bdi>{field.before}</bdi>
              </td>
              <td>
                <bdi>{field.after}</bdi>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </details>
  )
}
