import { Anchor, Text } from '@mantine/core'
import { Link } from 'react-router'
import type { Pipeline } from '../api/operations.ts'
import { formatNumber, texts } from '../texts/texts.ts'
import { Step } from './step.tsx'
import { utcDateTime } from './utc.ts'

const words = texts.operations.pipeline
const statuses = texts.operations.letters.statuses
const OPEN = ['pending', 'replaying', 'parked'] as const

/** What stands beside the way: letters, the gate's memory, whether the stores answer. */
export function PipelineSides({ pipeline: { deadLetters, gate, dependencies } }: { pipeline: Pipeline }) {
  const letters = deadLetters.value
  const open = letters && OPEN.reduce((sum, status) => sum + letters[status], 0)
  const state = gate.value
  return (
    <div className="pipeline-sides">
      <Step
        title={words.letters}
        value={open === null ? null : formatNumber(open)}
        about={words.lettersAbout}
        note={letters && OPEN.map((status) => `${statuses[status]} ${formatNumber(letters[status])}`).join(' · ')}
        part={deadLetters}
        tone={letters?.parked ? 'bad' : open ? 'mark' : 'good'}
      >
        <Anchor component={Link} to="/operations?tab=letters" size="sm" className="no-print">
          {words.openLetters}
        </Anchor>
      </Step>
      <Step
        title={words.gate}
        value={state && words.gateState[state.state]}
        about={
          state
            ? state.since
              ? words.gateSince(utcDateTime(state.since).replace(/ UTC$/, ''))
              : sinceWhen(state.state)
            : ''
        }
        note={state && words.gateAbout[state.state]}
        part={gate}
        tone={state?.state === 'warm' ? 'good' : 'mark'}
      />
      <Step
        title={words.stores}
        value={dependencies.value && upOf(dependencies.value)}
        about={words.up}
        part={dependencies}
        tone={Object.values(dependencies.value ?? {}).some(({ status }) => status === 'down') ? 'bad' : 'good'}
      >
        <ul className="stores">
          {Object.entries(dependencies.value ?? {}).map(([name, { status, milliseconds }]) => (
            <li key={name}>
              <Text span size="sm" fw={status === 'down' ? 700 : undefined}>
                <span aria-hidden="true">{status === 'up' ? '✓' : '✗'}</span> {name}{' '}
                {status === 'up' ? words.milliseconds(formatNumber(milliseconds)) : words.down}
              </Text>
            </li>
          ))}
        </ul>
      </Step>
    </div>
  )
}

const sinceWhen = (state: string): string => (state === 'warm' ? words.gateAlways : '')

function upOf(stores: NonNullable<Pipeline['dependencies']['value']>): string {
  const all = Object.values(stores)
  return `${all.filter(({ status }) => status === 'up').length}/${all.length}`
}
