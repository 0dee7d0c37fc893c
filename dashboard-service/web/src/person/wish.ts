import type { TimelineEntry, TrailLine } from '../api/person.ts'

/** What somebody wants to change about a day, before it is said how. */
export type Wish =
  | { readonly kind: 'mark' }
  | { readonly kind: 'add' }
  | { readonly kind: 'void'; readonly entry: TimelineEntry }
  | { readonly kind: 'amend'; readonly entry: TimelineEntry }
  | { readonly kind: 'undo'; readonly line: TrailLine }
