import { Group, NumberInput, Select, Stack } from '@mantine/core'
import type { ReactNode } from 'react'
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
        <Opened key={`${status} ${school} ${code} ${message}`}>
          <CauseLetters
            filter={{ ...filter, code, message }}
            cause={code}
            chosen={letter}
            onChoose={(id) => change({ letter: id })}
            onClose={() => change({ code: undefined, message: undefined, letter: undefined })}
          />
        </Opened>
      )}
      {letter !== undefined && (
        <Opened key={letter}>
          <LetterPanel id={letter} onClose={() => change({ letter: undefined })} />
        </Opened>
      )}
    </Stack>
  )
}

const show = (box: HTMLElement | null) => box?.scrollIntoView({ block: 'start' })
/** What was opened comes into sight, also below a long list. */
const Opened = ({ children }: { children: ReactNode }) => (
  <div className="opened" ref={show}>
    {children}
  </div>
)
