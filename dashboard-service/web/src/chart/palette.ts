/** Okabe and Ito's colours, told apart by nearly everybody; each with a dash and a sign of its own, so that colour is never alone. */
export const LOOKS = [
  { color: { light: '#0072B2', dark: '#56B4E9' }, dash: 'solid', symbol: 'circle' },
  { color: { light: '#B85A00', dark: '#E69F00' }, dash: 'dashed', symbol: 'triangle' },
  { color: { light: '#007A5A', dark: '#2BC79A' }, dash: 'dotted', symbol: 'rect' },
  { color: { light: '#A8457B', dark: '#E59AC4' }, dash: [8, 3, 2, 3], symbol: 'diamond' },
  { color: { light: '#5B5B00', dark: '#F0E442' }, dash: [2, 6], symbol: 'pin' },
] as const

export type Scheme = 'light' | 'dark'

export interface ChartLook {
  readonly scheme: Scheme
  readonly text: string
  readonly line: string
  readonly background: string
  series(place: number): { color: string; dash: string | readonly number[]; symbol: string }
}

export const chartLook = (scheme: Scheme): ChartLook => ({
  scheme,
  text: scheme === 'dark' ? '#d5dae1' : '#333a44',
  line: scheme === 'dark' ? '#4a515c' : '#cfd4da',
  background: scheme === 'dark' ? '#242424' : '#ffffff',
  series(place) {
    const look = LOOKS[place % LOOKS.length] ?? LOOKS[0]
    return { color: look.color[scheme], dash: look.dash, symbol: look.symbol }
  },
})
