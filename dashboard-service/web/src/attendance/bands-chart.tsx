import { Text } from '@mantine/core'
import { useCallback, useMemo } from 'react'
import type { Band, BandCounts } from '../api/attendance.ts'
import { barOption } from '../chart/bar-option.ts'
import { Chart } from '../chart/chart.tsx'
import { formatNumber, texts } from '../texts/texts.ts'

export const BANDS = ['under 5 %', '5 to 10 %', '10 to 20 %', '20 % and over'] as const satisfies readonly Band[]

export interface BandsChartProps {
  readonly bands: BandCounts
  readonly band: Band | undefined
  readonly name: string
  onBand(band: Band): void
}

/** How many people are in each band. A bar opens its list, and so does the button below it, which a keyboard reaches. */
export function BandsChart({ bands, band, name, onBand }: BandsChartProps) {
  const { table, option } = useMemo(
    () => ({
      table: {
        columns: [texts.attendance.missed, texts.attendance.peopleInBand],
        rows: BANDS.map((each) => [texts.attendance.bands[each], bands[each]]),
      },
      option: barOption(
        texts.attendance.peopleInBand,
        BANDS.map((each) => ({ name: texts.attendance.bands[each], value: bands[each], chosen: each === band })),
      ),
    }),
    [bands, band],
  )
  const pick = useCallback(
    (picked: string) => {
      const found = BANDS.find((each) => texts.attendance.bands[each] === picked)
      if (found) onBand(found)
    },
    [onBand],
  )
  return (
    <>
      <Chart title={texts.attendance.chronic} name={name} table={table} option={option} onPick={pick} />
      <div className="bands no-print">
        {BANDS.map((each) => (
          <button
            key={each}
            type="button"
            className="tile"
            data-tone={each === '20 % and over' && bands[each] > 0 ? 'bad' : 'plain'}
            aria-pressed={each === band}
            onClick={() => onBand(each)}
          >
            <Text span size="sm">
              {texts.attendance.bands[each]}
            </Text>
            <Text span fw={700} size="lg" className="numbers">
              {formatNumber(bands[each])}
            </Text>
          </button>
        ))}
      </div>
    </>
  )
}
