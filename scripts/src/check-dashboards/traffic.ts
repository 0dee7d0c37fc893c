import { ATTENDANCE_TOPIC, createKafka, createLogger, Publisher } from '@rollcall/platform'
import { runTask } from '@rollcall/tasks'
import { PEOPLE_A_SCHOOL } from '../demo/demo-district.ts'
import { seedDemo } from '../demo/seed-demo.ts'
import type { Stack } from '../stack/stack.ts'

const SCHOOLS = 20
const PUBLISH_WITHIN_MS = 10_000
const FEVER = 38.6

interface Urls {
  readonly attendance: string
  readonly dashboard: string
}
interface Keys {
  readonly device: string
  readonly api: string
}

/** A little of everything that the dashboards show: people, a fever, a repeat, a stranger, poison, tasks. */
export class Traffic {
  readonly #stack: Stack
  readonly #urls: Urls
  readonly #keys: Keys
  #round = 0

  private constructor(stack: Stack, urls: Urls, keys: Keys) {
    this.#stack = stack
    this.#urls = urls
    this.#keys = keys
  }

  static async prepare(stack: Stack, urls: Urls, api: string): Promise<Traffic> {
    return new Traffic(stack, urls, { device: await stack.key('device'), api })
  }

  /** Before the services start: they read who is there. */
  static district = (stack: Stack) => seedDemo(stack.pool)

  /** Once is enough for these. */
  async begin(): Promise<void> {
    await this.#poison()
    const tasks = ['replay-dead-letters', 'reconcile', 'flush-redis']
    await Promise.all(
      tasks.map((name) => runTask({ name, options: {}, by: 'check-dashboards' }, this.#stack.environment())),
    )
  }

  async round(): Promise<void> {
    const round = this.#round++
    const now = Date.now()
    const people = Array.from(
      { length: SCHOOLS },
      (_, school) => 1 + school * PEOPLE_A_SCHOOL + (round % PEOPLE_A_SCHOOL),
    )
    const body = (userId: number, more = {}) => ({
      userId,
      type: 'checkin',
      timestamp: now,
      temperature: 36.6,
      ...more,
    })
    const [first = 1, second = 1, ...others] = people
    await Promise.all([
      this.#send('/attendances', body(first, { temperature: FEVER })),
      this.#send('/attendances', body(second)),
      this.#send(
        '/attendances/batch',
        others.map((userId) => body(userId)),
      ),
    ])
    await this.#send('/attendances', body(second))
    // Nobody of this number; somebody who has not come.
    await this.#send('/attendances', body(2_000_000_000))
    await this.#send('/attendances', body(PEOPLE_A_SCHOOL - (round % 500), { type: 'checkout' }))
    for (const path of ['/schools', '/schools/1', '/schools/999999', '/nowhere']) await this.#read(path)
  }

  async #send(path: string, body: unknown): Promise<void> {
    const answer = await fetch(this.#urls.attendance + path, {
      method: 'POST',
      headers: { authorization: `Bearer ${this.#keys.device}`, 'content-type': 'application/json' },
      body: JSON.stringify(body),
    })
    await answer.arrayBuffer()
  }

  async #read(path: string): Promise<void> {
    const answer = await fetch(this.#urls.dashboard + path, { headers: { authorization: `Bearer ${this.#keys.api}` } })
    await answer.arrayBuffer()
  }

  async #poison(): Promise<void> {
    const kafka = createKafka(this.#stack.urls.kafka.split(','), 'check-dashboards', createLogger('check', 'silent'))
    const publisher = new Publisher(kafka, this.#stack.names.topic(ATTENDANCE_TOPIC))
    await publisher.connect()
    await publisher.publish([{ partition: 0, key: 'poison', value: 'no record' }], PUBLISH_WITHIN_MS)
    await publisher.disconnect()
  }
}
