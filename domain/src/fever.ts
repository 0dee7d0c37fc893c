/** Degrees Celsius from which a reading counts as a fever. */
export const FEVER = 38
export const isFever = (temperature: number | null | undefined): boolean => temperature != null && temperature >= FEVER
