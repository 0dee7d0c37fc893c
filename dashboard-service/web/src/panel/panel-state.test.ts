import { type Asked, panelState } from './panel-state.ts'

const asked = (state: Partial<Asked>): Asked => ({
  data: undefined,
  error: null,
  isFetching: false,
  dataUpdatedAt: 0,
  refetch: () => undefined,
  ...state,
})
const error = new Error('away')
const loading = asked({ isFetching: true })
const ready = asked({ data: 1, dataUpdatedAt: 500 })

test.each([
  ['nothing yet', [loading], { kind: 'loading' }],
  ['half of it', [ready, loading], { kind: 'loading' }],
  ['all of it', [ready, ready], { kind: 'ready' }],
  ['read again, while the old data stays', [ready, asked({ data: 1, isFetching: true })], { kind: 'refreshing' }],
  ['nothing, and no answer', [asked({ error })], { kind: 'error', error }],
  ['old data, and no answer', [asked({ data: 1, error, dataUpdatedAt: 700 }), ready], { kind: 'stale', since: 700 }],
  ['some of it, and no answer for the rest', [ready, asked({ error })], { kind: 'partial' }],
] as const)('%s', (_what, queries, state) => {
  expect(panelState(queries)).toEqual(state)
})
