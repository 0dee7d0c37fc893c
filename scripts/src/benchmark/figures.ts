/** Of values in ascending order: the smallest that is not below this share of them. */
export function percentile(sorted: readonly number[], share: number): number {
  return sorted[Math.max(0, Math.ceil(sorted.length * share) - 1)] ?? 0
}

/** Undefined of nothing. */
export function median(values: readonly number[]): number | undefined {
  const sorted = [...values].sort((a, b) => a - b)
  const upper = sorted[Math.floor(sorted.length / 2)]
  const lower = sorted[Math.ceil(sorted.length / 2) - 1]
  return upper === undefined || lower === undefined ? undefined : (lower + upper) / 2
}

/** Machines are noisy from minute to minute: each round's own ratio, and of those the median. */
export function ratio(dividends: readonly number[], divisors: readonly number[]): number | undefined {
  return median(
    dividends.slice(0, divisors.length).map((dividend, round) => dividend / (divisors[round] ?? Number.NaN)),
  )
}

export const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0)

export const whole = (value: number): string => Math.round(value).toLocaleString('en-US')

export const rounded = (value: number, digits: number): number => Number(value.toFixed(digits))
