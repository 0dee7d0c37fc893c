import { useComputedColorScheme } from '@mantine/core'
import type { EChartsCoreOption, EChartsType } from 'echarts/core'
import { type RefObject, useEffect, useRef, useState } from 'react'
import { echarts } from './echarts.ts'
import { type ChartLook, chartLook } from './palette.ts'

export interface ChartCanvasProps {
  readonly title: string
  readonly option: (look: ChartLook) => EChartsCoreOption
  /** Where the chart is found by whoever saves it as a picture. */
  readonly handle: RefObject<EChartsType | null>
  readonly onPick?: (name: string, value: unknown) => void
}

/** ECharts in React: this file and what it imports are loaded when the first chart is shown. */
export default function ChartCanvas({ title, option, handle, onPick }: ChartCanvasProps) {
  const box = useRef<HTMLDivElement>(null)
  const [chart, setChart] = useState<EChartsType>()
  const scheme = useComputedColorScheme('light')

  useEffect(() => {
    if (!box.current) return
    const made = echarts.init(box.current)
    const sizes = new ResizeObserver(() => made.resize())
    sizes.observe(box.current)
    handle.current = made
    setChart(made)
    return () => {
      sizes.disconnect()
      handle.current = null
      made.dispose()
    }
  }, [handle])

  useEffect(() => {
    if (!chart || chart.isDisposed()) return
    const look = chartLook(scheme)
    // Zoom and legend stay as they are while new values come; a still picture is enough where people ask for less motion.
    const still = matchMedia('(prefers-reduced-motion: reduce)').matches
    const drawn = { animation: !still, animationDuration: 300, textStyle: { color: look.text }, ...option(look) }
    // A line that is there no more goes.
    chart.setOption(drawn, { replaceMerge: ['series'] })
  }, [chart, option, scheme])

  useEffect(() => {
    if (!chart || chart.isDisposed() || !onPick) return
    const pick = ({ name, value }: { name: string; value?: unknown }) => onPick(name, value)
    chart.on('click', pick)
    return () => {
      if (!chart.isDisposed()) chart.off('click', pick)
    }
  }, [chart, onPick])

  return <div ref={box} className="chart-canvas" role="img" aria-label={title} />
}
