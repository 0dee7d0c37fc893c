import { Text } from '@mantine/core'
import { Link } from 'react-router'
import { formatNumber, texts } from '../texts/texts.ts'

export interface FigureProps {
  readonly name: string
  /** undefined: not known, which is not 0. */
  readonly value: number | undefined
  readonly note?: string | undefined
  /** Where those are that it counts. */
  readonly to: string
}

/** A headline number, which opens the list that it counts. */
export const Figure = ({ name, value, note, to }: FigureProps) => (
  <Link className="tile" to={to}>
    <Text span size="sm">
      {name}
    </Text>
    <span className="tile-number numbers">{value === undefined ? texts.leave.unknown : formatNumber(value)}</span>
    <Text span size="xs" c="dimmed">
      {note ?? ' '}
    </Text>
  </Link>
)
