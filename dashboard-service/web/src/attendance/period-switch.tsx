import { Button, SegmentedControl } from '@mantine/core'
import type { ReactNode } from 'react'
import type { Period } from '../api/attendance.ts'
import { DateField } from '../form/date-field.tsx'
import { texts } from '../texts/texts.ts'
import { dateBeside } from '../time/periods.ts'

export interface PeriodSwitchProps {
  readonly period: Period
  readonly date: string | undefined
  readonly today: string | undefined
  /** The last school day before the one shown: weekends and holidays are passed over. */
  readonly before: string | undefined
  readonly children?: ReactNode
  onPeriod(period: Period): void
  onDate(date: string): void
}

const PERIODS: readonly Period[] = ['day', 'week', 'month']

export function PeriodSwitch({ period, date, today, before, children, onPeriod, onDate }: PeriodSwitchProps) {
  const later = date && dateBeside(period, date, 1)
  const earlier = date && (period === 'day' && before !== undefined ? before : dateBeside(period, date, -1))
  return (
    <div className="fields bare no-print">
      <SegmentedControl
        aria-label={texts.attendance.period}
        data={PERIODS.map((value) => ({ value, label: texts.attendance.periods[value] }))}
        value={period}
        onChange={(value) => onPeriod(PERIODS.find((each) => each === value) ?? 'day')}
      />
      <Button variant="default" disabled={!earlier} onClick={() => earlier && onDate(earlier)}>
        {texts.attendance.earlier}
      </Button>
      <DateField quiet label={texts.attendance.date} max={today} value={date} onDate={onDate} />
      <Button variant="default" disabled={!later || !today || later > today} onClick={() => later && onDate(later)}>
        {texts.attendance.later}
      </Button>
      {children}
    </div>
  )
}
