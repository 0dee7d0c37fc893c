import { createParser } from 'eventsource-parser'

export type StreamState = 'connecting' | 'live' | 'stale' | 'off'

export interface StreamEvent {
  readonly id: string | undefined
  readonly event: string | undefined
  readonly data: string
}

export interface StreamOptions {
  readonly url: string
  onEvent(event: StreamEvent): void
  onState(state: StreamState): void
  /** After so long without a sign of life the connection is given up: the server sends comments meanwhile. */
  readonly silenceMs?: number
}

const BACK_OFF = { first: 1_000, most: 30_000 }

/**
 * Server-sent events by fetch, which unlike EventSource tells why a connection was refused and takes up with Last-Event-ID after
 * any break. Returns how to stop it.
 */
export function openEventStream({ url, onEvent, onState, silenceMs = 45_000 }: StreamOptions): () => void {
  const ended = new AbortController()
  let lastId: string | undefined
  let failures = 0

  const read = async (): Promise<void> => {
    const connection = new AbortController()
    const silence = new Alarm(silenceMs, () => connection.abort())
    const signal = AbortSignal.any([ended.signal, connection.signal])
    try {
      const answer = await fetch(url, {
        headers: { accept: 'text/event-stream', ...(lastId !== undefined && { 'last-event-id': lastId }) },
        signal,
        cache: 'no-store',
      })
      if (!answer.ok || !answer.body) throw new Refused(answer.status)
      onState('live')
      const parser = createParser({
        onEvent: ({ id, event, data }) => {
          lastId = id ?? lastId
          failures = 0
          onEvent({ id, event, data })
        },
      })
      const text = new TextDecoder()
      const reader = answer.body.getReader()
      for (let chunk = await reader.read(); !chunk.done; chunk = await reader.read()) {
        silence.putOff()
        parser.feed(text.decode(chunk.value, { stream: true }))
      }
    } finally {
      silence.stop()
    }
  }

  const run = async (): Promise<void> => {
    onState('connecting')
    while (!ended.signal.aborted) {
      try {
        await read()
        // The server ends every stream after a while, to look again at who it is.
        if (!ended.signal.aborted) onState('connecting')
      } catch (error) {
        if (ended.signal.aborted) return
        // Nobody to ask again: not signed in, not ours to see, or not there.
        if (error instanceof Refused && error.status >= 400 && error.status < 429) return onState('off')
        onState('stale')
      }
      if (ended.signal.aborted) return
      await pause(backOff(failures++), ended.signal)
    }
  }
  void run()
  return () => ended.abort()
}

class Refused extends Error {
  readonly status: number
  constructor(status: number) {
    super(`refused: ${status}`)
    this.status = status
  }
}

class Alarm {
  readonly #milliseconds: number
  readonly #ring: () => void
  #timer: ReturnType<typeof setTimeout>

  constructor(milliseconds: number, ring: () => void) {
    this.#milliseconds = milliseconds
    this.#ring = ring
    this.#timer = setTimeout(ring, milliseconds)
  }

  putOff(): void {
    clearTimeout(this.#timer)
    this.#timer = setTimeout(this.#ring, this.#milliseconds)
  }

  stop(): void {
    clearTimeout(this.#timer)
  }
}

/** Longer each time, and not all browsers of a district at once. */
const backOff = (failures: number): number =>
  Math.min(BACK_OFF.most, BACK_OFF.first * 2 ** failures) * (0.5 + Math.random() / 2)

const pause = (milliseconds: number, signal: AbortSignal): Promise<void> =>
  new Promise((resolve) => {
    const timer = setTimeout(resolve, milliseconds)
    signal.addEventListener('abort', () => {
      clearTimeout(timer)
      resolve()
    })
  })
