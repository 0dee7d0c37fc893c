import { z } from 'zod'

/** Where leave comes from. Without an address there is none. */
export const hrConfig = {
  /** The whole address, without its query. */
  HR_URL: z.url({ protocol: /^https?$/, error: 'an address such as https://hr.example.org/api/leaves' }).optional(),
  HR_TOKEN: z.string().min(1).max(10_000).optional(),
}
