import { Presets, SingleBar } from 'cli-progress'

const LINE_EVERY_MS = 10_000

/** A bar on a terminal, a line now and then elsewhere. */
export class Progress {
  readonly #what: string
  readonly #total: number
  readonly #say: (line: string) => void
  readonly #start = performance.now()
  readonly #bar: SingleBar | undefined
  #saidAt = performance.now()

  constructor(what: string, total: number, say: (line: string) => void, terminal = process.stdout.isTTY === true) {
    this.#what = what
    this.#total = total
    this.#say = say
    if (!terminal) return
    const format = `${what} {bar} {percentage} % | {done} | {rate} a second | {left} s left {note}`
    this.#bar = new SingleBar({ format, stream: process.stdout, hideCursor: true, fps: 4 }, Presets.shades_classic)
    this.#bar.start(total, 0, { done: 0, rate: 0, left: '?', note: '' })
  }

  at(done: number, note = ''): void {
    const seconds = (performance.now() - this.#start) / 1_000
    const rate = Math.round(done / Math.max(seconds, 0.001))
    if (this.#bar) {
      const left = rate > 0 ? Math.ceil((this.#total - done) / rate) : '?'
      this.#bar.update(Math.min(done, this.#total), { done: number(done), rate: number(rate), left, note })
    } else if (performance.now() - this.#saidAt >= LINE_EVERY_MS) {
      this.#saidAt = performance.now()
      const percent = Math.min(100, Math.floor((done / this.#total) * 100))
      this.#say(`${this.#what}: ${percent} %, ${number(done)}, ${number(rate)} a second ${note}`.trimEnd())
    }
  }

  end(): void {
    this.#bar?.stop()
  }
}

export const number = (value: number): string => Math.round(value).toLocaleString('en-US')
