import { Anchor } from '@mantine/core'
import { Link, useSearchParams } from 'react-router'
import { texts } from '../texts/texts.ts'
import './attendance.css'

export const VIEWS = ['figures', 'trends', 'chronic', 'calls', 'month'] as const
export type View = (typeof VIEWS)[number]

const ADDRESS: Record<View, string> = {
  figures: '/attendance',
  trends: '/attendance/trends',
  chronic: '/attendance/chronic',
  calls: '/attendance/calls',
  month: '/month',
}
/** What all of them are about; the rest of an address belongs to one of them. */
const COMMON = ['school', 'class'] as const

/** The views of attendance, each an address of its own: one school and class in all of them. */
export function Views({ view }: { view: View }) {
  const [search] = useSearchParams()
  const kept = new URLSearchParams()
  for (const name of COMMON) {
    const value = search.get(name)
    if (value) kept.set(name, value)
  }
  return (
    <nav className="views no-print" aria-label={texts.attendance.views}>
      {VIEWS.map((each) => (
        <Anchor
          key={each}
          component={Link}
          to={{ pathname: ADDRESS[each], search: kept.toString() }}
          aria-current={each === view ? 'page' : undefined}
          underline="never"
          c="inherit"
        >
          {texts.attendance[each]}
        </Anchor>
      ))}
    </nav>
  )
}
