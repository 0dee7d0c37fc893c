import { en, type Texts } from './en.ts'

/** The language in use. */
export const texts: Texts = en
/** Numbers and dates are written as in this one. */
export const LOCALE = 'en-GB'

const whole = new Intl.NumberFormat(LOCALE)
export const formatNumber = (value: number): string => whole.format(value)
const signed = new Intl.NumberFormat(LOCALE, { signDisplay: 'exceptZero' })
export const formatChange = (value: number): string => signed.format(value)
const degrees = new Intl.NumberFormat(LOCALE, { minimumFractionDigits: 1, maximumFractionDigits: 1 })
export const formatDegrees = (value: number): string => degrees.format(value)
const small = new Intl.NumberFormat(LOCALE, { maximumFractionDigits: 2 })
/** So many a second: where there are few, one in a minute is not none. */
export const formatRate = (value: number): string => (value < 10 ? small : whole).format(value)
