import { GATE_SLOT_BYTES, gateSlot } from '@rollcall/domain'
import type { Redis } from '@rollcall/platform'

/** A person's slot as text, "transition!doubts": "123", "123!2", "!1", or null for one that is as if nobody had touched it. */
export async function slotIn(redis: Redis, key: string, userId: number): Promise<string | null> {
  const from = gateSlot(userId) * GATE_SLOT_BYTES
  const bytes = await redis.getrangeBuffer(key, from, from + GATE_SLOT_BYTES - 1)
  if (bytes.length === 0) return null
  const newest = bytes.readUInt32LE(0)
  const doubts = bytes.readUInt8(4)
  return `${newest === 0 ? '' : newest - 1}${doubts === 0 ? '' : `!${doubts}`}` || null
}

export async function putSlot(redis: Redis, key: string, userId: number, text: string): Promise<void> {
  const [newest = '', doubts = '0'] = text.split('!')
  const bytes = Buffer.alloc(GATE_SLOT_BYTES)
  bytes.writeUInt32LE(newest === '' ? 0 : Number(newest) + 1, 0)
  bytes.writeUInt8(Number(doubts), 4)
  await redis.setrange(key, gateSlot(userId) * GATE_SLOT_BYTES, bytes)
}
