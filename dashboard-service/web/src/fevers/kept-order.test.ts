import { newOrder, withAdded } from './kept-order.ts'

test('what comes is at the end, and news; what is there stays, also when the order would be another one', () => {
  const order = withAdded(newOrder(['b', 'a'], 1), ['c', 'a', 'b'], 1)
  expect(order.keys).toEqual(['b', 'a', 'c'])
  expect([...order.added]).toEqual(['c'])
  expect(withAdded(order, ['a', 'b'], 1)).toBe(order)
})

test('a further page is no news, nor is the first of all', () => {
  const order = withAdded(newOrder(['a'], 1), ['a', 'b'], 2)
  expect(order).toMatchObject({ keys: ['a', 'b'], pages: 2 })
  expect(order.added.size).toBe(0)
  expect(withAdded(newOrder([], 1), ['a'], 1).added.size).toBe(0)
})
