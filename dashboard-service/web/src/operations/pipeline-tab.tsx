import { Stack, Text } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { pipelineQuery } from '../api/operations.ts'
import { Panel } from '../panel/panel.tsx'
import { texts } from '../texts/texts.ts'
import { PartitionsTable } from './partitions-table.tsx'
import { PipelinePicture } from './pipeline-picture.tsx'
import { PipelineSides } from './pipeline-sides.tsx'

const words = texts.operations.pipeline

/** Where records are, from the edge into the table. */
export function PipelineTab() {
  const pipeline = useQuery(pipelineQuery)
  const { data } = pipeline
  return (
    <Stack>
      <Panel title={words.title} queries={[pipeline]} skeletonHeight={300}>
        {() =>
          data && (
            <Stack>
              <Text size="sm" c="dimmed">
                {words.about}
              </Text>
              <PipelinePicture pipeline={data} />
              <PipelineSides pipeline={data} />
            </Stack>
          )
        }
      </Panel>
      <Panel
        title={words.partitions}
        queries={[pipeline]}
        empty={data?.consumer.value?.partitions.length === 0 && words.noPartitions}
      >
        {() => data && <PartitionsTable consumer={data.consumer} />}
      </Panel>
    </Stack>
  )
}
