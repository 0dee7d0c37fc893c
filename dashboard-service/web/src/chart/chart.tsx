import { Button, Group, Skeleton, useComputedColorScheme } from '@mantine/core'
import type { EChartsCoreOption, EChartsType } from 'echarts/core'
import { lazy, Suspense, useRef, useState } from 'react'
import { type Cell, saveCsv } from '../download/csv.ts'
import { saveFile } from '../download/save-file.ts'
import { texts } from '../texts/texts.ts'
import { NumbersTable } from './numbers-table.tsx'
import { type ChartLook, chartLook } from './palette.ts'

const ChartCanvas = lazy(() => import('./chart-canvas.tsx'))

export interface ChartTable {
  readonly columns: readonly string[]
  readonly rows: readonly (readonly Cell[])[]
}

export interface ChartProps {
  readonly title: string
  /** What the downloads are called. */
  readonly name: string
  /** The same numbers for who can't see the picture, and for who wants them: also what the CSV holds. */
  readonly table: ChartTable
  readonly option: (look: ChartLook) => EChartsCoreOption
  /** Something in the picture was chosen. There is another way to it for who has no mouse. */
  readonly onPick?: (name: string, value: unknown) => void
}

/** Every chart: a picture or a table of the same numbers, as PNG and CSV, over the full screen. */
export function Chart({ title, name, table, option, onPick }: ChartProps) {
  const [asTable, setAsTable] = useState(false)
  const frame = useRef<HTMLDivElement>(null)
  const chart = useRef<EChartsType>(null)
  const scheme = useComputedColorScheme('light')
  const savePicture = () => {
    const backgroundColor = chartLook(scheme).background
    const canvas = chart.current?.renderToCanvas({ pixelRatio: 2, backgroundColor })
    canvas?.toBlob((picture) => picture && saveFile(`${name}.png`, picture))
  }
  return (
    <div className="chart" ref={frame}>
      <Group gap={4} justify="flex-end" role="group" aria-label={texts.chart.actions(title)} className="no-print">
        <Button size="compact-xs" variant="default" aria-pressed={asTable} onClick={() => setAsTable(!asTable)}>
          {asTable ? texts.chart.chart : texts.chart.table}
        </Button>
        <Button size="compact-xs" variant="default" onClick={savePicture} disabled={asTable}>
          {texts.chart.png}
        </Button>
        <Button size="compact-xs" variant="default" onClick={() => saveCsv(name, [table.columns, ...table.rows])}>
          {texts.chart.csv}
        </Button>
        <Button size="compact-xs" variant="default" onClick={() => void toggleFullScreen(frame.current)}>
          {texts.chart.fullScreen}
        </Button>
      </Group>
      {asTable ? (
        <NumbersTable title={title} table={table} />
      ) : (
        <Suspense fallback={<Skeleton height="18rem" />}>
          <ChartCanvas title={title} option={option} handle={chart} {...(onPick && { onPick })} />
        </Suspense>
      )}
    </div>
  )
}

const toggleFullScreen = (frame: HTMLElement | null): Promise<void> | undefined =>
  document.fullscreenElement ? document.exitFullscreen() : frame?.requestFullscreen()
