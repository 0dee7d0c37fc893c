import { z } from 'zod'

export const port = (fallback: number) => z.coerce.number().int().min(0).max(65_535).default(fallback)
