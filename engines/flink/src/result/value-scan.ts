/** A place in a text of values that is read from front to back; what builders of columns read from. */
export interface ValueScan {
  /** Passes over a null if it is what comes next. */
  skipNull(): boolean
  /** A value that does not consist of others, as text. */
  scalar(): string
  /** Begins a list of values. */
  openArray(): void
  /** Steps to the next value of a list; false after the last one. */
  nextElement(isFirst: boolean): boolean
  /** Begins keys with values. */
  openObject(): void
  /** Steps to the next key, and to its value; undefined after the last one. */
  nextKey(isFirst: boolean): string | undefined
  /** Passes over any value. */
  skipValue(): void
}
