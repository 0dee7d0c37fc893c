import { Badge } from '@mantine/core'
import { texts } from '../texts/texts.ts'
import type { StreamState } from './event-stream.ts'

const LOOK = {
  connecting: { color: 'gray', sign: '○', label: texts.live.connecting },
  live: { color: 'teal', sign: '●', label: texts.live.live },
  stale: { color: 'yellow', sign: '!', label: `${texts.live.stale}: ${texts.live.polling}` },
  off: { color: 'gray', sign: '○', label: texts.live.polling },
} as const satisfies Record<StreamState, unknown>

/** Whether what one sees moves by itself. A sign as well as a colour. */
export function LiveBadge({ state }: { state: StreamState }) {
  const { color, sign, label } = LOOK[state]
  return (
    <Badge
      className="no-print"
      variant="outline"
      color={color}
      c="var(--mantine-color-text)"
      tt="none"
      role="status"
      data-live={state}
    >
      <span aria-hidden="true">{sign}</span> {label}
    </Badge>
  )
}
