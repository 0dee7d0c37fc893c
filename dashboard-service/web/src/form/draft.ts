/** What somebody has typed over, field by field. Pure: what becomes of it when somebody else was faster. */
export const isSame = (a: unknown, b: unknown): boolean => JSON.stringify(a) === JSON.stringify(b)

export const fieldsThatDiffer = <D extends object>(a: D, b: D): (keyof D)[] =>
  (Object.keys(a) as (keyof D)[]).filter((field) => !isSame(a[field], b[field]))

/** What I changed stays mine, all else is as it is now. */
export function onTopOf<D extends object>(mine: D, before: D, now: D): D {
  const changed = fieldsThatDiffer(mine, before).map((field) => [field, mine[field]])
  return { ...now, ...Object.fromEntries(changed) }
}
