/** A spreadsheet takes a cell that begins like this for a formula, and runs it. */
const FORMULA = /^'*[=+\-@\t\r]/

/** With an apostrophe before it a spreadsheet shows it as text. Taking one away again gives back what it was. */
export const toCell = (value: string): string => (FORMULA.test(value) ? `'${value}` : value)
export const fromCell = (cell: string): string => (cell.startsWith("'") && FORMULA.test(cell) ? cell.slice(1) : cell)
