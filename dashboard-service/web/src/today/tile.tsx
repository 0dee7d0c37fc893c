import { Text } from '@mantine/core'
import { Link } from 'react-router'
import { formatNumber, texts } from '../texts/texts.ts'
import type { TodayFigure, Tone } from './figures.ts'

export interface TileProps {
  readonly figure: TodayFigure
  /** undefined: not known, which is not 0. */
  readonly value: number | undefined
  readonly note: string | undefined
  readonly tone: Tone
  readonly open?: boolean
  /** Opens the list of those it counts. */
  readonly onOpen?: () => void
  /** The screen that it leads to, where it opens no list. */
  readonly to?: string | undefined
}

export function Tile({ figure, value, note, tone, open, onOpen, to }: TileProps) {
  // Attention is drawn by what there is, not by an empty tile.
  const shownTone = value === 0 || value === undefined ? 'plain' : tone
  const content = (
    <>
      <Text span size="sm">
        {texts.figures[figure]}
      </Text>
      <span className="tile-number numbers" data-figure={figure}>
        {value === undefined ? '–' : formatNumber(value)}
      </span>
      <Text span size="xs" c="dimmed">
        {note ?? '\u00a0'}
      </Text>
    </>
  )
  if (to !== undefined)
    return (
      <Link className="tile tile-link" data-tone={shownTone} to={to}>
        {content}
      </Link>
    )
  if (!onOpen)
    return (
      <div className="tile" data-tone={shownTone}>
        {content}
      </div>
    )
  return (
    <button type="button" className="tile" data-tone={shownTone} aria-pressed={open} onClick={onOpen}>
      {content}
    </button>
  )
}
