import { Text } from '@mantine/core'
import type { WholeLetter } from '../api/operations.ts'
import { texts } from '../texts/texts.ts'
import { utcDateTime } from './utc.ts'

const words = texts.operations.letters

/** What happened to it, from the beginning; what somebody mended is there as it was. */
export const LetterHistory = ({ history }: Pick<WholeLetter, 'history'>) => (
  <ol className="letter-history">
    {history.map(({ at, status, note, by, before }, place) => (
      // biome-ignore lint/suspicious/noArrayIndexKey: entries are only ever added at the end
      <li key={place}>
        <Text size="sm">
          <span className="numbers">{utcDateTime(at)}</span>: {words.statuses[status]}, {note}
          {by !== null && ` ${words.by(by)}`}
        </Text>
        {before && (
          <details>
            <summary>{words.before}</summary>
            <pre className="letter-before">{before.text}</pre>
          </details>
        )}
      </li>
    ))}
  </ol>
)
