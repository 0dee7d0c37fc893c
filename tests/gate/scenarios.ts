import type { Scenario } from './gate-model.ts'
import { type Event, event } from './history.ts'

const inAt = (minute: number): Event => event('checkin', minute)
const outAt = (minute: number): Event => event('checkout', minute)
const both = (...minutes: number[]): Event[] => minutes.flatMap((minute) => [inAt(minute), outAt(minute)])

/** Redis has known everything since an hour before the day began, and nothing goes wrong. */
const quiet: Scenario = {
  clock: [20, 30],
  events: both(20, 30),
  ahead: [0, 0],
  requests: 3,
  crashes: 0,
  wipes: 0,
  snapshots: 0,
  losses: 0,
  since: -60,
  begun: true,
}

/** Small worlds, of which every history is explored. Each has other things in it that can go wrong together. */
export const scenarios = {
  'two requests, a crash, a lost reply and a Redis that forgets': {
    ...quiet,
    requests: 2,
    crashes: 1,
    wipes: 1,
    losses: 1,
  },
  'a crash and a Redis that forgets': {
    ...quiet,
    clock: [20],
    events: [inAt(18), outAt(18), inAt(22)],
    crashes: 1,
    wipes: 1,
  },
  'replies that are lost, marks that come late': { ...quiet, losses: 1 },
  'Redis forgets: what comes soon after, and what comes later': {
    ...quiet,
    clock: [20, 24, 28],
    events: [inAt(20), outAt(20), inAt(24), inAt(28)],
    wipes: 1,
  },
  'Redis forgets before the day begins, or just after': {
    ...quiet,
    clock: [-8, -4, 1],
    events: both(0, 1),
    ahead: [2, -2],
    wipes: 1,
  },
  'Redis starts from an old snapshot': {
    ...quiet,
    clock: [20, 27],
    events: [inAt(20), outAt(20), inAt(27)],
    wipes: 1,
    snapshots: 1,
  },
  'records that come late, from other devices': { ...quiet, clock: [20, 40], events: both(18, 19, 40) },
  'the first instances ever': {
    ...quiet,
    clock: [20],
    events: both(20, 22),
    crashes: 1,
    since: null,
    begun: false,
  },
  'the first instances ever, and replies that are lost': {
    ...quiet,
    requests: 2,
    crashes: 1,
    losses: 1,
    since: null,
    begun: false,
  },
  'Redis forgets while the very first record is on its way': {
    ...quiet,
    clock: [20, 30],
    events: [inAt(20), outAt(20), outAt(30)],
    wipes: 1,
    losses: 1,
    begun: false,
  },
  'new instances, replies that are lost and a Redis that forgets': {
    ...quiet,
    requests: 2,
    wipes: 1,
    losses: 1,
    since: null,
  },
} satisfies Record<string, Scenario>

interface BegunScenario {
  readonly scenario: Scenario
  readonly from: readonly string[]
}

/** Too many requests to explore all of it: from here on. */
export const begunScenarios = {
  'a mark of an earlier epoch': {
    scenario: { ...quiet, clock: [20, 27], events: [inAt(20), inAt(27), outAt(27), inAt(28)], requests: 5, wipes: 1 },
    from: [
      '0 is asked for checkin 20',
      '0 gateLook',
      'Redis forgets',
      '1 is asked for checkin 20',
      '1 gateLook',
      '1 gateEstablish',
      '1 gateLook',
      'the log gets checkin 20',
      '1 gateMark',
      'time passes',
    ],
  },
  'forgotten records of the future, by clocks that differ': {
    scenario: {
      ...quiet,
      clock: [20, 24],
      events: [inAt(18), inAt(24), outAt(24), inAt(25)],
      ahead: [2, -2],
      requests: 4,
      wipes: 1,
      since: 10,
    },
    from: ['0 is asked for checkout 24', '0 gateLook', 'Redis forgets'],
  },
} satisfies Record<string, BegunScenario>

/** Redis forgets while the very first record of all is on its way, and an instance starts before it has arrived. */
export const startedBeforeTheFirstRecord: Scenario = {
  ...quiet,
  clock: [20],
  events: both(20),
  requests: 3,
  crashes: 1,
  wipes: 1,
  begun: false,
}
