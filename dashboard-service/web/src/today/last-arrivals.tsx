import { Badge, Group, Stack, Text } from '@mantine/core'
import { FEVER } from '@rollcall/domain'
import type { LastArrival } from '../api/shapes.ts'
import { Face } from '../image/face.tsx'
import { PersonLink } from '../person/person-link.tsx'
import { formatDegrees, texts } from '../texts/texts.ts'
import { formatSeconds } from '../time/school-time.ts'

/** Who came or went last. It scrolls by itself, so that a new line at its head moves nothing else. */
export function LastArrivals({ arrivals, zone }: { arrivals: readonly LastArrival[]; zone: string }) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
    <section className="virtual-rows" tabIndex={0} aria-label={texts.today.last}>
      <Stack component="ul" gap={0} m={0} p={0} style={{ listStyle: 'none' }}>
        {arrivals.map((arrival) => (
          <Line key={`${arrival.userId} ${arrival.timestamp} ${arrival.type}`} arrival={arrival} zone={zone} />
        ))}
      </Stack>
    </section>
  )
}

function Line({
  arrival: { userId, name, className, type, timestamp, temperature, image },
  zone,
}: {
  arrival: LastArrival
  zone: string
}) {
  return (
    <Group component="li" gap="sm" wrap="nowrap" py={6} justify="space-between">
      <Group gap="sm" wrap="nowrap" miw={0}>
        <Face image={image} />
        <div style={{ minWidth: 0 }}>
          <Text size="sm" truncate>
            <PersonLink id={userId} name={name} />
          </Text>
          <Text size="xs" c="dimmed">
            {className ?? texts.evacuation.noClass}
          </Text>
        </div>
      </Group>
      <Group gap="xs" justify="flex-end" style={{ flex: 'none', maxWidth: '65%' }}>
        {temperature !== null && (
          <Text size="sm" fw={temperature >= FEVER ? 700 : undefined} className="numbers">
            {texts.today.temperature(formatDegrees(temperature))}
            {temperature >= FEVER && ` (${texts.today.fever})`}
          </Text>
        )}
        <Badge variant="outline" color="gray" c="var(--mantine-color-text)" tt="none" style={{ flex: 'none' }}>
          {type === 'checkin' ? texts.today.in : texts.today.out} {formatSeconds(timestamp, zone)}
        </Badge>
      </Group>
    </Group>
  )
}
