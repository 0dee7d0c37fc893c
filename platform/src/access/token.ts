import { createHash, randomBytes } from 'node:crypto'

export const TOKEN_KINDS = ['device', 'kiosk', 'api'] as const
export type TokenKind = (typeof TOKEN_KINDS)[number]

/** Who calls, and what for. */
export interface Token {
  readonly id: number
  readonly kind: TokenKind
  /** null: the whole district. */
  readonly schoolId: number | null
  /** Requests a second; null: no limit. */
  readonly limitPerSecond: number | null
}

/** What a device may send in a second unless its key says otherwise. */
export const DEVICE_LIMIT_PER_SECOND = 50

/** 256 random bits need no slow hash: nobody guesses them, so SHA-256 keeps them as safe as a password hash would. */
export const newSecret = (kind: TokenKind): string => `rollcall_${kind}_${randomBytes(32).toString('base64url')}`
export const hashSecret = (secret: string): Buffer => createHash('sha256').update(secret).digest()

const BEARER = /^Bearer +([\w-]{20,200}) *$/i
export const bearerOf = (header: string | undefined): string | undefined => BEARER.exec(header ?? '')?.[1]
