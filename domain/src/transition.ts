/** A person goes in or out. The order of the two matters: at the same instant, in comes before out. */
export const TRANSITIONS = ['checkin', 'checkout'] as const
export type Transition = (typeof TRANSITIONS)[number]

/** 0 for a check-in, 1 for a check-out: so that of two transitions at one instant the larger number is the later one. */
export const transitionOrder = (type: Transition): 0 | 1 => (type === 'checkin' ? 0 : 1)

export const compareTransitions = (a: { at: number; type: Transition }, b: { at: number; type: Transition }): number =>
  a.at - b.at || transitionOrder(a.type) - transitionOrder(b.type)
