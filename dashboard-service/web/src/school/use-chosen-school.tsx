import { Select } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { schoolsQuery } from '../api/queries.ts'
import type { SchoolDay } from '../api/shapes.ts'
import { Panel } from '../panel/panel.tsx'
import { useMe } from '../session/use-me.ts'
import { texts } from '../texts/texts.ts'
import { useUrlState, whole } from '../url/use-url-state.ts'

export interface ChosenSchool {
  /** undefined: none is chosen yet. */
  readonly id: number | undefined
  /** As far as the list of schools has been read; the time zone of a screen about it. */
  readonly school: SchoolDay | undefined
  /** To choose another one, for who sees several. */
  readonly choice: ReactNode
  /** In place of the screen, until one is chosen. */
  readonly none: ReactNode
}

/** The school that a screen is about: `?school=` of its address, or the only one that somebody has. */
export function useChosenSchool(): ChosenSchool {
  const me = useMe()
  const [state, change] = useUrlState({ school: whole })
  const schools = useQuery(schoolsQuery)
  const only = me.schools?.length === 1 ? me.schools[0] : undefined
  const id = state.school ?? only
  const choice = only === undefined && (
    <Select
      className="no-print"
      aria-label={texts.school.choose}
      placeholder={texts.school.choose}
      searchable
      limit={50}
      data={schools.data?.map((school) => ({ value: String(school.id), label: school.name })) ?? []}
      value={id === undefined ? null : String(id)}
      onChange={(value) => change({ school: value === null ? undefined : Number(value) })}
    />
  )
  const none = (
    <Panel
      title={texts.school.choose}
      queries={[schools]}
      empty={schools.data?.length === 0 ? texts.today.noSchools : texts.school.none}
    >
      {() => null}
    </Panel>
  )
  return { id, school: schools.data?.find((school) => school.id === id), choice, none }
}
