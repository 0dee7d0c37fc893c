/** What POST /attendances takes. Its time is that at which somebody stood here, and stays it however often it is sent. */
export interface CheckIn {
  readonly userId: number
  readonly type: 'checkin' | 'checkout'
  readonly timestamp: number
  readonly temperature?: number
}

/** Written down here, in the order in which they came. */
export interface KeptCheckIn {
  readonly key: number
  readonly checkIn: CheckIn
}

export interface RefusedCheckIn extends KeptCheckIn {
  readonly reason: string
}

/** What became of one: the fields of the answer, or of a problem. */
export interface Answer {
  readonly status: number
  readonly body: AnswerBody
}

export interface AnswerBody {
  readonly type?: string
  readonly title?: string
  readonly timestamp?: string
  readonly duplicate?: boolean
  readonly errors?: readonly { readonly field: string; readonly message: string }[]
}

/** What is shown to who stands here. */
export interface Told {
  readonly kind: 'done' | 'known' | 'kept' | 'refused'
  readonly title: string
  readonly more: string
}

export interface Storage {
  add(checkIn: CheckIn): Promise<number>
  oldest(most: number): Promise<KeptCheckIn[]>
  remove(key: number): Promise<void>
  refuse(kept: KeptCheckIn, reason: string): Promise<void>
  count(): Promise<number>
  refused(): Promise<RefusedCheckIn[]>
  forgetRefused(): Promise<void>
}
