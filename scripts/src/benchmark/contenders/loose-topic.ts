/** Without the namespace. The consumer's group has the same name. */
export const LOOSE_TOPIC = 'benchmark.loose'
