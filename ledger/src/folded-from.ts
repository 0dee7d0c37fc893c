import { type DayEvent, gateValue, type LocalDate, transitionOrder } from '@rollcall/domain'

// Four bytes: which way and when within the date, as the gate writes it. Two bytes: temperature in hundredths, 0 for none.
const EVENT_BYTES = 6

/** user_days.folded_from: the events of a date that a row was folded from, corrections not applied, in order. */
export class FoldedFrom {
  readonly #zero: number

  constructor(localDate: LocalDate) {
    this.#zero = gateValue(localDate, 0, 'checkin')
  }

  #value = (event: DayEvent): number => this.#zero + 2 * event.at + transitionOrder(event.type)

  encode(events: readonly DayEvent[]): Buffer {
    const buffer = Buffer.allocUnsafe(events.length * EVENT_BYTES)
    const inOrder = [...events].sort((a, b) => this.#value(a) - this.#value(b))
    let offset = 0
    for (const event of inOrder) {
      offset = buffer.writeUInt32BE(this.#value(event), offset)
      offset = buffer.writeUInt16BE(hundredths(event.temperature), offset)
    }
    return buffer
  }

  decode(buffer: Buffer, start = 0, end = buffer.length): DayEvent[] {
    const events: DayEvent[] = []
    for (let offset = start; offset < end; offset += EVENT_BYTES) {
      const value = buffer.readUInt32BE(offset)
      const temperature = buffer.readUInt16BE(offset + 4)
      events.push({
        at: Math.floor((value - this.#zero) / 2),
        type: value % 2 === 0 ? 'checkin' : 'checkout',
        temperature: temperature === 0 ? null : temperature / 100,
      })
    }
    return events
  }
}

const hundredths = (temperature: number | null): number => Math.round((temperature ?? 0) * 100)

/** As the columns keep it. Rounded here, so that every copy of a reading is the same, and as much a fever. */
export const roundTemperature = (temperature: number | null): number | null =>
  temperature === null ? null : hundredths(temperature) / 100
