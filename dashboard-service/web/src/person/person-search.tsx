import { Select } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useNavigate } from 'react-router'
import { findPeopleQuery, type Person } from '../api/person.ts'
import { mayOf, useMe } from '../session/use-me.ts'
import { texts } from '../texts/texts.ts'

const REST_MS = 200

/**
 * By name or number, among all whom one sees; choosing somebody opens their page. It is in the header; where that has no room, on
 * the screens about people.
 */
export function PersonSearch(where: { visibleFrom?: 'md'; hiddenFrom?: 'md' }) {
  const me = useMe()
  const navigate = useNavigate()
  const [typed, setTyped] = useState('')
  const [wanted] = useDebouncedValue(typed.trim(), REST_MS)
  const found = useQuery(findPeopleQuery(wanted))
  if (!mayOf(me, 'people.read')) return null
  const waiting = wanted !== typed.trim() || found.isFetching
  return (
    <Select
      {...where}
      className="no-print"
      size="sm"
      aria-label={texts.attendance.find}
      placeholder={texts.attendance.find}
      searchable
      searchValue={typed}
      onSearchChange={setTyped}
      // The server has found them already.
      filter={({ options }) => options}
      data={typed.trim() === '' ? [] : (found.data?.map(optionOf) ?? [])}
      value={null}
      onChange={(id) => {
        if (id === null) return
        setTyped('')
        navigate(`/people/${id}`)
      }}
      nothingFoundMessage={
        typed.trim() === ''
          ? texts.attendance.typeName
          : waiting
            ? texts.attendance.searching
            : texts.attendance.nobodyFound
      }
    />
  )
}

const optionOf = ({ id, name, className, externalId }: Person) => ({
  value: String(id),
  label: [name, className, externalId].filter((part) => part !== null).join(', '),
})
