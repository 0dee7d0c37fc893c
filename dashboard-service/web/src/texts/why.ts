export interface WhyNumbers {
  readonly mark?: string
  readonly since?: string
  readonly minutes?: string
  readonly presentDays?: string
  readonly excusedDays?: string
  readonly schoolDays?: string
}

const there = ({ presentDays = '', schoolDays = '' }: WhyNumbers) =>
  `there on ${presentDays} of ${schoolDays} school days`

/** The rules of the server by their names, each as a sentence with its numbers. */
export const why: Record<string, (numbers: WhyNumbers) => string> = {
  'marked by hand': (numbers) => `Marked by hand: ${numbers.mark ?? ''}`,
  'inside now': (numbers) => `Inside since ${numbers.since ?? ''}`,
  'more than 4 hours': (numbers) => `More than 4 hours: ${numbers.minutes ?? ''} minutes`,
  'approved leave': () => 'Approved leave',
  'nothing came and the day is not over': () => 'Nothing recorded yet, and the day is not over',
  'nothing came': () => 'Nothing was recorded',
  '4 hours or less': (numbers) => `4 hours or less: ${numbers.minutes ?? ''} minutes`,
  'more than 80 % of school days': (numbers) => `More than 80 %: ${there(numbers)}`,
  'more than 80 % with approved leave': (numbers) =>
    `More than 80 % with approved leave: ${there(numbers)}, leave on ${numbers.excusedDays ?? ''}`,
  '80 % of school days or less': (numbers) =>
    `80 % or less: ${there(numbers)}${numbers.excusedDays === '0' ? '' : `, leave on ${numbers.excusedDays ?? ''}`}`,
  'no school day is over yet': () => 'No school day of it is over yet',
  'no school': () => 'No school on this day',
  'not enrolled': () => 'Not enrolled on this day',
}
