/** The first and the last date of a year. */
export const yearOf = (year: string): [from: string, to: string] => [`${year}-01-01`, `${year}-12-31`]
