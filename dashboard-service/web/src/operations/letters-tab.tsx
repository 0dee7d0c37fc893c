import { Group, NumberInput, Select, Stack } from '@mantine/core'
import { texts } from '../texts/texts.ts'
import { oneOf, text, useUrlState, whole } from '../url/use-url-state.ts'
import { CauseLetters } from './cause-letters.tsx'
import { LetterGroups } from './letter-groups.tsx'
import { LetterPanel } from './letter-panel.tsx'

export const STATUSES = ['open', 'pending', 'replaying', 'parked', 'replayed', 'discarded'] as const
const words = texts.operations.letters

/** Records that could not be stored: by cause, then letter by letter, then one of them. All three lie in the address. */
export function LettersTab() {
  const [state, change] = useUrlState({
    status: oneOf(...STATUSES),
    school: whole,
    code: text,
    message: text,
    letter: text,
  })
  const { status = 'open', school, code, message, letter } = state
  const filter = { status, school }
  return (
    <Stack>
      <Group className="no-print" align="flex-end" role="group" aria-label={words.filters}>
        <Select
          label={words.status}
          data={STATUSES.map((value) => ({ value, label: words.statuses[value] }))}
          value={status}
          allowDeselect={false}
          onChange={(value) => change({ status: STATUSES.find((each) => each === value), letter: undefined })}
        />
        <NumberInput
          label={words.school}
          placeholder={words.anySchool}
          min={1}
          allowDecimal={false}
          allowNegative={false}
          value={school ?? ''}
          onChange={(value) => change({ school: Number(value) || undefined, letter: undefined }, { replace: true })}
        />
      </Group>
      <LetterGroups
        filter={filter}
        chosen={code === undefined ? undefined : { code, message: message ?? '' }}
        onChoose={(cause) => change({ code: cause?.code, message: cause?.message, letter: undefined })}
      />
      {code !== undefined && (
        <CauseLetters
          key={`${status} ${school} ${code} ${message}`}
          filter={{ ...filter, code, message }}
          cause={code}
          chosen={letter}
          onChoose={(id) => change({ letter: id })}
          onClose={() => change({ code: undefined, message: undefined, letter: undefined })}
        />
      )}
      {letter !== undefined && <LetterPanel key={letter} id={letter} onClose={() => change({ letter: undefined })} />}
    </Stack>
  )
}
