import { Tabs } from '@mantine/core'
import type { ReactNode } from 'react'
import { useNavigate, useParams } from 'react-router'
import { useUrlState, whole } from '../url/use-url-state.ts'

export interface PlaceTab {
  readonly name: string
  readonly label: string
  readonly content: () => ReactNode
}

/** Parts of a screen, each with an address of its own: `:tab?` of its route. The school that one looks at stays chosen. */
export function PlaceTabs({ base, tabs }: { base: string; tabs: readonly PlaceTab[] }) {
  const navigate = useNavigate()
  const { tab } = useParams()
  const [{ school }] = useUrlState({ school: whole })
  const chosen = tabs.find(({ name }) => name === tab) ?? tabs[0]
  const open = (name: string | null) =>
    navigate({ pathname: `${base}/${name}`, search: school === undefined ? '' : `?school=${school}` })
  return (
    <Tabs value={chosen?.name ?? null} onChange={open} keepMounted={false}>
      <Tabs.List className="no-print">
        {tabs.map(({ name, label }) => (
          <Tabs.Tab key={name} value={name}>
            {label}
          </Tabs.Tab>
        ))}
      </Tabs.List>
      {tabs.map(({ name, content }) => (
        <Tabs.Panel key={name} value={name} pt="md">
          {content()}
        </Tabs.Panel>
      ))}
    </Tabs>
  )
}
