import { workAt } from '../worker.ts'
import { closedLoop } from './closed-loop.ts'
import type { LoadOrder, LoadResult } from './load.ts'
import { openLoop } from './open-loop.ts'

// The load generator, in a process of its own so that it is the same for everybody.
workAt<LoadOrder, LoadResult>(({ pace, ...order }) =>
  'connections' in pace ? closedLoop({ ...order, pace }) : openLoop({ ...order, pace }),
)
