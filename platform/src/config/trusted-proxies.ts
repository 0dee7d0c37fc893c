import { isIP } from 'node:net'
import { z } from 'zod'

/** Names that Express knows for ranges of addresses. */
const RANGES = ['loopback', 'linklocal', 'uniquelocal']

function isAddress(text: string): boolean {
  if (RANGES.includes(text)) return true
  const [address = '', bits, ...more] = text.split('/')
  const most = { 4: 32, 6: 128 }[isIP(address)]
  if (most === undefined || more.length > 0) return false
  return bits === undefined || (/^\d{1,3}$/.test(bits) && Number(bits) <= most)
}

/** Addresses, subnets and ranges, with commas between them. None unless said: anybody may write X-Forwarded-For. */
export const trustedProxies = z
  .string()
  .default('')
  .transform((text) =>
    text
      .split(',')
      .map((each) => each.trim())
      .filter((each) => each !== ''),
  )
  .refine(
    (all) => all.every(isAddress),
    'addresses, subnets (10.0.0.0/8), loopback, linklocal or uniquelocal, with commas',
  )
