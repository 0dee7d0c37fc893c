import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { readsRows } from '../reads/reads-table.ts'
import type { BenchmarkResult } from '../result.ts'
import { factsOf, rowsOf } from '../table.ts'
import { chartsOf } from './charts.ts'

const echartsFile = createRequire(import.meta.url).resolve('echarts/dist/echarts.min.js')

/** One file that needs no other and asks no host. */
export function reportOf(result: BenchmarkResult, madeAt: Date): string {
  const charts = chartsOf(result)
  return `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>Rollcall benchmark</title>
<style>
  body { font: 15px/1.5 system-ui, sans-serif; max-width: 70rem; margin: 2rem auto; padding: 0 1rem; color: #222 }
  table { border-collapse: collapse; font-variant-numeric: tabular-nums }
  th, td { padding: .25rem .75rem; border-bottom: 1px solid #ddd; text-align: right }
  th:first-child, td:first-child, .contenders :is(th, td):last-child, .facts td { text-align: left }
  .wide { overflow-x: auto }
  .chart { height: 24rem }
</style>
<h1>Rollcall benchmark</h1>
<p>${escaped(madeAt.toISOString().slice(0, 16).replace('T', ' '))} UTC</p>
${result.contenders.length > 0 ? `${tableOf(rowsOf(result), 'contenders')}\n${LOST}` : ''}
${result.reads ? tableOf(readsRows(result.reads), 'reads') : ''}
${charts.map(({ title }, index) => `<h2>${escaped(title)}</h2>\n<div class="chart" id="chart-${index}"></div>`).join('\n')}
<h2>Further</h2>
<table class="facts">
${factsOf(result)
  .map(([name, text]) => `<tr><td>${escaped(name)}</td><td>${escaped(text)}</td></tr>`)
  .join('\n')}
</table>
<script>${readFileSync(echartsFile, 'utf8').replaceAll('</script', '<\\/script')}</script>
<script>
const options = ${JSON.stringify(charts.map(({ option }) => option)).replaceAll('<', '\\u003c')}
const charts = options.map((option, index) => {
  const chart = echarts.init(document.getElementById('chart-' + index))
  chart.setOption(option)
  return chart
})
addEventListener('resize', () => charts.forEach((chart) => chart.resize()))
</script>
</html>
`
}

const LOST = '<p>Lost: acknowledged, and not in Postgres. The empty server stores nothing.</p>'

function tableOf([headings = [], ...rows]: string[][], name: string): string {
  return `<div class="wide"><table class="${name}">
<tr>${headings.map((text) => `<th>${escaped(text)}</th>`).join('')}</tr>
${rows.map((row) => `<tr>${row.map((text) => `<td>${escaped(text)}</td>`).join('')}</tr>`).join('\n')}
</table></div>`
}

const entities: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' }
const escaped = (text: string): string => text.replace(/[&<>"]/g, (found) => entities[found] ?? found)
