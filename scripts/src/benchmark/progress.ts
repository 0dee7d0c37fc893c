import { Presets, SingleBar } from 'cli-progress'

/** A bar on a terminal; elsewhere a line for each thing done. */
export class Progress {
  readonly #bar: SingleBar | undefined

  constructor(steps: number) {
    if (!process.stdout.isTTY) return
    const format = '{bar} {value}/{total}  {step}'
    this.#bar = new SingleBar({ format, barsize: 24, hideCursor: true, clearOnComplete: true }, Presets.shades_classic)
    this.#bar.start(steps, 0, { step: '' })
  }

  /** What begins now. */
  step(step: string): void {
    this.#bar?.update({ step })
  }

  /** What came of it. */
  done(line: string): void {
    if (this.#bar) this.#bar.increment()
    else process.stdout.write(`${line}\n`)
  }

  stop(): void {
    this.#bar?.stop()
  }
}
