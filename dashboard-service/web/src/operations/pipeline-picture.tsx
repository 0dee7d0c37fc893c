import type { Pipeline } from '../api/operations.ts'
import { formatNumber, formatRate, texts } from '../texts/texts.ts'
import { formatAge } from '../time/school-time.ts'
import { Step } from './step.tsx'

const words = texts.operations.pipeline
type Added = NonNullable<Pipeline['stored']['value']>

/** From left to right, on a phone from top to bottom. */
export function PipelinePicture({ pipeline }: { pipeline: Pipeline }) {
  const { acknowledged, consumer, stored } = pipeline
  const state = consumer.value
  return (
    <ol className="pipeline" aria-label={words.title}>
      <li>
        <Step title={words.edge} about={words.edgeAbout} part={acknowledged} {...rateOf(acknowledged.value)} />
      </li>
      <li>
        <Step
          title={words.kafka}
          value={state && formatNumber(state.waiting)}
          about={words.kafkaAbout}
          note={state?.waiting ? words.oldest(formatAge(state.oldestWaitsSeconds * 1_000)) : words.nothingWaits}
          part={consumer}
          tone={state && state.oldestWaitsSeconds > LONG_SECONDS ? 'bad' : 'good'}
        />
      </li>
      <li>
        <Step title={words.consumer} about={words.consumerAbout} part={consumer} {...rateOf(state?.taken ?? null)} />
      </li>
      <li>
        <Step title={words.postgres} about={words.postgresAbout} part={stored} {...rateOf(stored.value)} />
      </li>
    </ol>
  )
}
/** As the alert RecordsWait. */
const LONG_SECONDS = 300

const rateOf = (added: Added | null) => ({
  value: added && formatRate(added.perSecond),
  note: added ? words.over(formatNumber(added.records), formatNumber(Math.round(added.seconds))) : words.notMeasured,
})
