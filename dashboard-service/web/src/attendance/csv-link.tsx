import { Anchor } from '@mantine/core'
import { texts } from '../texts/texts.ts'

/** The server's own table of the same, with all of its rows. */
export const CsvLink = ({ href }: { href: string }) => (
  <Anchor size="sm" href={href} download className="no-print">
    {texts.attendance.csv}
  </Anchor>
)
