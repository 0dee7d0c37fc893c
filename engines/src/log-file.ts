import { closeSync, fstatSync, mkdirSync, openSync, readSync, renameSync, statSync } from 'node:fs'
import { dirname } from 'node:path'

const keepBytes = 10 * 1024 * 1024

/** A log that has grown large makes room at the next start; one older file is kept. */
export function prepareLog(file: string): void {
  mkdirSync(dirname(file), { recursive: true })
  if (sizeOf(file) > keepBytes) renameSync(file, `${file}.1`)
}

export function sizeOf(file: string): number {
  return statSync(file, { throwIfNoEntry: false })?.size ?? 0
}

/** What was written from an offset on; of a great deal, the end. */
export function readFrom(file: string, offset: number): string {
  if (sizeOf(file) <= offset) return ''
  const opened = openSync(file, 'r')
  try {
    const { size } = fstatSync(opened)
    const buffer = Buffer.alloc(Math.min(size - offset, 1024 * 1024))
    const length = readSync(opened, buffer, 0, buffer.length, size - buffer.length)
    return buffer.toString('utf8', 0, length)
  } finally {
    closeSync(opened)
  }
}

/** The line in which a program most likely says why it ended: the last that speaks of an error, else the last. */
export function lastSentence(text: string): string | undefined {
  const lines = text.split('\n').map((line) => line.trim())
  const spoken = lines.filter((line) => line !== '' && !line.startsWith('at '))
  const complaint = spoken.findLast((line) => /fatal|error|exception|panic|denied|can't|cannot/i.test(line))
  return (complaint ?? spoken.at(-1))?.slice(0, 300)
}
