/** A type of the server as JSON brings it: times are texts. */
export type Wire<T> = {
  readonly [Name in keyof T]: T[Name] extends Date ? string : T[Name] extends Date | null ? string | null : T[Name]
}
