import { type Logger, type Names, problems, type Redis } from '@rollcall/platform'
import type { Response } from 'express'
import type { LiveSnapshots, Snapshot } from './live-snapshots.ts'

/** At most two a second, however much comes in. */
const TELL_EVERY_MS = 500
/** A notice is a courtesy; this is the guarantee. */
const LOOK_EVERY_MS = 5_000
const HEARTBEAT_MS = 15_000
/** Then the browser connects again, and who it is is looked at again. */
const LONGEST_MS = 10 * 60_000
/** What a listener has not taken yet. Who is further behind is dropped, and comes back by itself. */
const MOST_UNREAD_BYTES = 64 * 1024
const MOST_LISTENERS = 10_000

interface Topic {
  readonly schools: readonly number[] | null
  readonly listeners: Map<Response, NodeJS.Timeout>
  last: Snapshot | undefined
  changed: boolean
  reading: boolean
}

/** Tells screens how things stand. Each topic is read once for all who listen to it, and only while somebody does. */
export class LiveHub {
  readonly #snapshots: LiveSnapshots
  readonly #subscriber: Redis
  readonly #prefix: string
  readonly #log: Logger
  readonly #topics = new Map<string, Topic>()
  readonly #timers: NodeJS.Timeout[] = []
  #listeners = 0
  #stopped = false

  /** `subscriber` is a connection of its own. */
  constructor(parts: { snapshots: LiveSnapshots; subscriber: Redis; names: Names; log: Logger }) {
    this.#snapshots = parts.snapshots
    this.#subscriber = parts.subscriber
    this.#prefix = parts.names.key('notice:school:')
    this.#log = parts.log
  }

  get listeners(): number {
    return this.#listeners
  }

  start(): void {
    this.#subscriber.on('pmessage', (_pattern: string, channel: string) =>
      this.#changed(Number(channel.slice(this.#prefix.length))),
    )
    const subscribe = () => {
      this.#subscriber
        .psubscribe(`${this.#prefix}*`)
        .catch((error) => this.#log.debug({ err: error }, 'no live notices for now, looking every five seconds'))
    }
    if (this.#subscriber.status === 'ready') subscribe()
    this.#subscriber.on('ready', subscribe)
    const every = (ms: number, work: () => void) => this.#timers.push(setInterval(work, ms).unref())
    every(TELL_EVERY_MS, () => this.#tell())
    every(LOOK_EVERY_MS, () => {
      for (const topic of this.#topics.values()) topic.changed = true
    })
    every(HEARTBEAT_MS, () => this.#send(': still here\n\n'))
  }

  /** Ends every stream: browsers connect again, to another instance. */
  stop(): void {
    this.#stopped = true
    for (const timer of this.#timers) clearInterval(timer)
    for (const topic of this.#topics.values()) for (const res of topic.listeners.keys()) res.end()
  }

  /** `lastId`: what the listener saw last, of whichever instance. */
  async listen(res: Response, schools: readonly number[] | null, lastId: string | undefined): Promise<void> {
    if (this.#stopped || this.#listeners >= MOST_LISTENERS)
      throw problems.unavailable('There are as many live streams as this instance takes')
    const key = schools === null ? 'all' : schools.toSorted((a, b) => a - b).join()
    const topic = this.#topics.get(key) ?? {
      ...{ schools, listeners: new Map(), last: undefined, changed: false, reading: false },
    }
    this.#topics.set(key, topic)
    const leave = () => {
      clearTimeout(topic.listeners.get(res))
      if (topic.listeners.delete(res)) this.#listeners--
      // Whoever leaves twice finds another topic there by then, with others who listen.
      if (topic.listeners.size === 0 && this.#topics.get(key) === topic) this.#topics.delete(key)
    }
    // Before anything is read: what changes meanwhile is told at the next beat.
    topic.listeners.set(
      res,
      setTimeout(() => {
        res.end()
        leave()
      }, LONGEST_MS),
    )
    this.#listeners++
    res.on('close', leave)
    if (res.closed) return leave()
    let now: Snapshot
    try {
      now = await this.#snapshots.read(schools, new Date())
    } catch (error) {
      leave()
      throw error
    }
    res.writeHead(200, {
      'content-type': 'text/event-stream',
      'cache-control': 'no-store',
      // nginx would wait for its buffer to fill.
      'x-accel-buffering': 'no',
    })
    res.write('retry: 2000\n\n')
    if (now.id !== lastId) res.write(eventOf(now))
    topic.last ??= now
    topic.changed = true
  }

  #changed(schoolId: number): void {
    for (const topic of this.#topics.values())
      if (topic.schools === null || topic.schools.includes(schoolId)) topic.changed = true
  }

  #tell(): void {
    for (const topic of this.#topics.values()) if (topic.changed && !topic.reading) void this.#tellOne(topic)
  }

  async #tellOne(topic: Topic): Promise<void> {
    topic.changed = false
    topic.reading = true
    try {
      const now = await this.#snapshots.read(topic.schools, new Date())
      if (now.id === topic.last?.id) return
      topic.last = now
      const event = eventOf(now)
      for (const res of topic.listeners.keys()) write(res, event)
    } catch (error) {
      this.#log.debug({ err: error }, 'no news for live screens; looking again')
      topic.changed = true
    } finally {
      topic.reading = false
    }
  }

  #send(text: string): void {
    for (const topic of this.#topics.values()) for (const res of topic.listeners.keys()) write(res, text)
  }
}

function write(res: Response, text: string): void {
  // Whose first answer is still being read gets that one.
  if (!res.headersSent || res.writableEnded) return
  if (res.writableLength > MOST_UNREAD_BYTES) res.destroy()
  else res.write(text)
}

const eventOf = ({ id, ...data }: Snapshot): string => `id: ${id}\nevent: attendance\ndata: ${JSON.stringify(data)}\n\n`
