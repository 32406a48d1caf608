import { gatewayError } from '@sql-gateway/gateway-common'
import type { ValueScan } from './value-scan.js'

/** What ends a value that does not consist of others; none of them is part of one, as long as it is no text. */
const WORD = /[^,=[\](){}]+/y

/**
 * A place in a nested value as Flink writes it as text: `[1, NULL]`, `{1=2, 3=4}`, `(1, TRUE)`. Texts within would have no quotes.
 *
 * Every method throws ENGINE.FAILED where the text is not what it expects.
 *
 * @see Apache Flink, `ArrayToStringCastRule`, `MapToStringCastRule` and `RowToStringCastRule`
 */
export class TextScan implements ValueScan {
  readonly #text: string
  #at = 0

  constructor(text: string) {
    this.#text = text
  }

  skipNull(): boolean {
    return this.#accept('NULL')
  }

  scalar(): string {
    WORD.lastIndex = this.#at
    const word = WORD.exec(this.#text)?.[0]
    if (word === undefined) throw this.#malformed()
    this.#at += word.length
    return word
  }

  openArray(): void {
    if (!this.#accept('[')) this.#expect('(')
  }

  nextElement(isFirst: boolean): boolean {
    if (this.#accept(']') || this.#accept(')')) return false
    if (!isFirst) this.#expect(', ')
    return true
  }

  openObject(): void {
    this.#expect('{')
  }

  nextKey(isFirst: boolean): string | undefined {
    if (this.#accept('}')) return undefined
    if (!isFirst) this.#expect(', ')
    const key = this.scalar()
    this.#expect('=')
    return key
  }

  skipValue(): void {
    this.scalar()
  }

  /** Fails unless all of the text was read. */
  end(): void {
    if (this.#at !== this.#text.length) throw this.#malformed()
  }

  #accept(part: string): boolean {
    if (!this.#text.startsWith(part, this.#at)) return false
    this.#at += part.length
    return true
  }

  #expect(part: string): void {
    if (!this.#accept(part)) throw this.#malformed()
  }

  #malformed(): Error {
    return gatewayError('ENGINE.FAILED', `Flink's gateway answered with '${this.#text.slice(0, 60)}' in a column of nested values.`)
  }
}
