import './operations.css'
import { Tabs } from '@mantine/core'
import { PageTitle } from '../layout/page-title.tsx'
import { mayOf, useMe } from '../session/use-me.ts'
import { texts } from '../texts/texts.ts'
import { oneOf, useUrlState } from '../url/use-url-state.ts'
import { LettersTab } from './letters-tab.tsx'
import { PipelineTab } from './pipeline-tab.tsx'
import { TasksTab } from './tasks-tab.tsx'

const TABS = ['pipeline', 'letters', 'tasks'] as const
const CONTENT = { pipeline: PipelineTab, letters: LettersTab, tasks: TasksTab }

/** For whoever runs it: how records flow, which could not be stored, what the tasks did. */
export function OperationsPage() {
  const [{ tab = 'pipeline' }, change] = useUrlState({ tab: oneOf(...TABS) })
  if (!mayOf(useMe(), 'operations')) return <p>{texts.noRight}</p>
  const Content = CONTENT[tab]
  return (
    <>
      <PageTitle title={texts.operations.title} />
      <Tabs value={tab} onChange={(value) => change({ tab: TABS.find((each) => each === value) })} keepMounted={false}>
        <Tabs.List mb="md" className="no-print">
          {TABS.map((each) => (
            <Tabs.Tab key={each} value={each}>
              {texts.operations.tabs[each]}
            </Tabs.Tab>
          ))}
        </Tabs.List>
        <Tabs.Panel value={tab}>
          <Content />
        </Tabs.Panel>
      </Tabs>
    </>
  )
}
