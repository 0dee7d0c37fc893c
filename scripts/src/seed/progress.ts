import { Presets, SingleBar } from 'cli-progress'

export interface Progress {
  add(count: number): void
  /** Ends the bar, however far it came. */
  stop(): void
}

const LINE_EVERY_MS = 5_000

/** How far it is, how fast it goes and how long it will take: a bar on a terminal, else a line now and then. */
export function showProgress(what: string, total: number, unit: string): Progress {
  const started = Date.now()
  let done = 0
  const rate = () => Math.round((done * 1000) / Math.max(1, Date.now() - started))
  const left = () => (done === 0 ? '?' : duration(Math.ceil((total - done) / Math.max(1, rate()))))
  const state = () => ({ what, unit, rate: grouped(rate()), left: left(), done: grouped(done), all: grouped(total) })

  if (!process.stdout.isTTY) {
    let next = started + LINE_EVERY_MS
    const say = () => {
      const { done, all, rate, left } = state()
      console.log(`${what}: ${done} of ${all} ${unit}, ${rate} a second, ${left} left`)
    }
    return {
      add(count) {
        done += count
        if (Date.now() < next) return
        next = Date.now() + LINE_EVERY_MS
        say()
      },
      stop: () => {},
    }
  }
  const format = '{what} {bar} {percentage} % | {done} of {all} {unit} | {rate} a second | {left} left'
  const bar = new SingleBar({ format, hideCursor: true, fps: 4, barsize: 24 }, Presets.shades_classic)
  bar.start(total, 0, state())
  return {
    add(count) {
      done += count
      bar.update(done, state())
    },
    stop() {
      bar.update(done, state())
      bar.stop()
    },
  }
}

export const grouped = (count: number): string => count.toLocaleString('en')

function duration(seconds: number): string {
  if (seconds < 60) return `${seconds} s`
  const minutes = Math.floor(seconds / 60)
  return minutes < 60 ? `${minutes} min ${seconds % 60} s` : `${Math.floor(minutes / 60)} h ${minutes % 60} min`
}
