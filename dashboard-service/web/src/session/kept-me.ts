import type { Me } from '../api/shapes.ts'

/**
 * What this browser keeps of somebody's session: who they are, and lists for the moment when the server is gone. All of it begins
 * with this prefix and goes when they sign out.
 */
export const KEPT = 'rollcall.kept.'
const ME = `${KEPT}me`

export function keep(name: string, value: unknown): void {
  try {
    localStorage.setItem(name, JSON.stringify(value))
  } catch {
    // Full, or switched off: then there is nothing for the moment when the server is gone, and everything else works.
  }
}

export function kept<T>(name: string): T | undefined {
  try {
    const text = localStorage.getItem(name)
    return text === null ? undefined : (JSON.parse(text) as T)
  } catch {
    return undefined
  }
}

export function forgetEverything(): void {
  for (const name of Object.keys(localStorage)) if (name.startsWith(KEPT)) localStorage.removeItem(name)
}

export const keepMe = (me: Me): void => keep(ME, me)
export const keptMe = (): Me | undefined => kept<Me>(ME)
