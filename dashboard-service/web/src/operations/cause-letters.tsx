import { Anchor, Button } from '@mantine/core'
import { useInfiniteQuery } from '@tanstack/react-query'
import { useState } from 'react'
import type { Query } from '../api/call.ts'
import { type Letter, lettersQuery } from '../api/operations.ts'
import { rowsOf } from '../api/paged.ts'
import { Panel } from '../panel/panel.tsx'
import { type Column, PagedTable } from '../table/paged-table.tsx'
import { formatNumber, texts } from '../texts/texts.ts'
import { BulkDialog } from './bulk-dialog.tsx'
import { utcDateTime } from './utc.ts'

export interface CauseLettersProps {
  readonly filter: Query
  readonly cause: string
  readonly chosen: string | undefined
  onChoose(id: string | undefined): void
  onClose(): void
}

const words = texts.operations.letters
const known = (value: number | null): string => (value === null ? texts.operations.unknown : String(value))

/** The letters of one cause, newest first. They stay where they are until one reads them again. */
export function CauseLetters({ filter, cause, chosen, onChoose, onClose }: CauseLettersProps) {
  const letters = useInfiniteQuery(lettersQuery(filter))
  const [bulk, setBulk] = useState<'replay' | 'discard'>()
  const columns: Column<Letter>[] = [
    {
      title: words.letter,
      cell: ({ id, key }) => (
        <Anchor
          component="button"
          type="button"
          className="nowrap"
          size="sm"
          aria-expanded={id === chosen}
          fw={id === chosen ? 700 : undefined}
          onClick={() => onChoose(id === chosen ? undefined : id)}
        >
          {key || id}
        </Anchor>
      ),
    },
    { title: words.status, cell: ({ status }) => words.statuses[status] },
    { title: words.attempts, cell: ({ attempts }) => formatNumber(attempts), align: 'right' },
    { title: words.school, cell: ({ schoolId }) => known(schoolId), align: 'right' },
    { title: words.person, cell: ({ userId }) => known(userId), align: 'right' },
    { title: words.firstFailed, cell: ({ firstFailedAt }) => <Time at={firstFailedAt} /> },
    { title: words.next, cell: ({ nextAttemptAt }) => <Time at={nextAttemptAt} /> },
  ]
  const rows = rowsOf(letters.data)
  const canChange = rows.length > 0 && filter.status !== 'replayed' && filter.status !== 'discarded'
  return (
    <>
      <Panel
        title={words.open(cause)}
        queries={[letters]}
        empty={letters.data && rows.length === 0 && words.noneSuch}
        actions={
          <>
            {canChange && (
              <>
                <Button size="compact-sm" className="no-print" onClick={() => setBulk('replay')}>
                  {words.replayAll}
                </Button>
                <Button size="compact-sm" color="red" className="no-print" onClick={() => setBulk('discard')}>
                  {words.discardAll}
                </Button>
              </>
            )}
            <Button size="compact-sm" variant="default" className="no-print" onClick={() => void letters.refetch()}>
              {words.readAgain}
            </Button>
            <Button size="compact-sm" variant="default" className="no-print" onClick={onClose}>
              {words.close}
            </Button>
          </>
        }
      >
        {() => <PagedTable title={words.of} query={letters} columns={columns} keyOf={({ id }) => id} />}
      </Panel>
      {/* Beside the panel: when nothing is left in it, its results are still to be read. */}
      {bulk && <BulkDialog action={bulk} filter={filter} onClose={() => setBulk(undefined)} />}
    </>
  )
}

const Time = ({ at }: { at: string | null }) => <span className="nowrap">{utcDateTime(at)}</span>
