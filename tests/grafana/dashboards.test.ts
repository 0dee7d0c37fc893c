import { join, relative } from 'node:path'
import { fileURLToPath } from 'node:url'
import { checkDashboards, unanswered, unknownSeries } from '../../scripts/src/check-dashboards/check-dashboards.ts'
import { type Dashboard, flawsOf, queriesOf } from '../../scripts/src/check-dashboards/dashboards.ts'
import { Stack } from '../../scripts/src/stack/stack.ts'
import { sharedEngines } from '../support/system.ts'

/** Among what a run of the tests clears away, whatever becomes of it; two runs do not share it. */
const rollcall = fileURLToPath(new URL('../../.rollcall', import.meta.url))
const folder = join(
  relative(rollcall, process.env.TEST_PRIVATE_FOLDERS ?? join(rollcall, 'test')),
  `dashboards-${process.pid}`,
)

const source = 'prometheus-uid'
const panel = (id: number, expr: string, more: object = {}) => ({
  id,
  type: 'timeseries',
  title: `Panel ${id}`,
  description: 'What it shows',
  datasource: { uid: source },
  fieldConfig: { defaults: { unit: 's' } },
  targets: [{ expr, datasource: { uid: source } }],
  ...more,
})
const dashboard = (more: Partial<Dashboard>): Dashboard => ({ file: 'one.json', uid: 'one', title: 'One', ...more })

test('a panel without title, unit, description, query or our data source is found, as are two with one name', () => {
  const other = { datasource: { uid: 'another' } }
  const panels = [
    panel(1, 'up'),
    { id: 2, type: 'row', title: 'A row needs no more' },
    panel(3, 'up', { title: ' ' }),
    panel(4, 'up', { fieldConfig: { defaults: {} } }),
    panel(5, 'up', { description: undefined }),
    panel(6, 'up', { targets: [] }),
    panel(7, 'up', { targets: [{ expr: 'up', ...other }] }),
    { ...panel(1, 'up'), title: 'Its twin' },
  ]
  const flaws = flawsOf([dashboard({ panels }), dashboard({ file: 'two.json' })], source)
  expect(flaws.map((flaw) => flaw.replace('one.json: ', '')).sort()).toEqual([
    ' : no title',
    'Its twin: another panel has the id 1',
    'Panel 4: no unit',
    'Panel 5: no description',
    'Panel 6: no query',
    'Panel 7: its data source is not prometheus-uid',
    'two.json: another dashboard has the uid one',
  ])
})

test('what Grafana would put in is put in; a variable that nobody knows is an error', () => {
  const list = [{ name: 'service', definition: 'label_values(up, job)' }]
  const asked = queriesOf(
    dashboard({ templating: { list }, panels: [panel(1, 'rate(a{b=~"$service"}[$__rate_interval])')] }),
  )
  expect(asked.map(({ expr }) => expr)).toEqual(['rate(a{b=~".+"}[1m])', 'count by (job) (up{job!=""})'])
  expect(() => queriesOf(dashboard({ panels: [panel(1, 'up{job="$nobody"}')] }))).toThrow('$nobody')
})

test('every panel and every alert gets its answer from a running stack, and what gets none is told', async () => {
  const engines = sharedEngines()
  const stack = new Stack({
    command: folder,
    environment: {
      ...process.env,
      REDIS_URL: engines.redis,
      KAFKA_BROKERS: engines.kafka,
      DATABASE_URL: engines.postgres,
      MONGO_URL: engines.mongo,
    },
    say: () => {},
  })
  try {
    await stack.up()
    let watched: Parameters<typeof unanswered>[1] | undefined
    expect(
      await checkDashboards(
        stack,
        () => {},
        (each) => {
          watched = each
        },
      ),
    ).toEqual([])

    if (!watched) throw new Error('nothing was watched')
    const bad = ['rollcall_no_such_series', 'rollcall_people_inside{time_zone="Moon/Nowhere"}', '0 / 0', 'rate(up)']
    const queries = bad.map((expr) => ({ where: 'here', expr }))
    const said = await unanswered(queries, watched, 0)
    expect(said).toEqual([
      expect.stringContaining('expected type range vector'),
      'here: no answer: rollcall_no_such_series',
      'here: no answer: rollcall_people_inside{time_zone="Moon/Nowhere"}',
      'here: no answer: 0 / 0',
    ])
    const hidden = [{ where: 'here', expr: 'sum(rollcall_no_such_series) or vector(0)' }]
    expect(await unanswered(hidden, watched, 0)).toEqual([])
    expect(await unknownSeries(hidden, watched)).toEqual(['here: there is no series rollcall_no_such_series'])
  } finally {
    await stack.down()
  }
})
