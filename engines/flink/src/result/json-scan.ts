import { gatewayError } from '@sql-gateway/gateway-common'
import type { ValueScan } from './value-scan.js'

const QUOTE = 0x22
const BACKSLASH = 0x5c
const COMMA = 0x2c
const COLON = 0x3a
const OPEN_BRACKET = 0x5b
const CLOSE_BRACKET = 0x5d
const OPEN_BRACE = 0x7b
const CLOSE_BRACE = 0x7d
const SMALL_N = 0x6e

/**
 * A place in a JSON text that is read from front to back. Numbers are given as they stand in the text, so that no digit is
 * lost, and nothing is built of what is passed over.
 *
 * Every method throws ENGINE.FAILED where the text is not what it expects.
 */
export class JsonScan implements ValueScan {
  readonly #text: string
  #at = 0

  constructor(text: string) {
    this.#text = text
  }

  /** Where the next value begins, for {@link slice}. */
  get position(): number {
    return this.#at
  }

  /** The text from a place up to the current one. */
  slice(from: number): string {
    return this.#text.slice(from, this.#at)
  }

  /** Goes back to a place that was passed over. */
  moveTo(position: number): void {
    this.#at = position
  }

  /** Begins an object. */
  openObject(): void {
    this.#expect(OPEN_BRACE)
  }

  /** Begins an array. */
  openArray(): void {
    this.#expect(OPEN_BRACKET)
  }

  /** Steps to the next key of an object; undefined after the last one. */
  nextKey(isFirst: boolean): string | undefined {
    if (!this.#nextItem(isFirst, CLOSE_BRACE)) return undefined
    const key = this.string()
    this.#expect(COLON)
    return key
  }

  /** Steps to the next element of an array; false after the last one. */
  nextElement(isFirst: boolean): boolean {
    return this.#nextItem(isFirst, CLOSE_BRACKET)
  }

  /** Passes over `null` if it is what comes next. */
  skipNull(): boolean {
    if (this.#peek() !== SMALL_N) return false
    this.#at += 4
    return true
  }

  /** A string, a number, `true` or `false`, as text. */
  scalar(): string {
    if (this.#peek() === QUOTE) return this.string()
    const start = this.#at
    this.#skipWord()
    if (this.#at === start) throw this.#malformed()
    return this.#text.slice(start, this.#at)
  }

  /** A string. */
  string(): string {
    this.#expect(QUOTE)
    const text = this.#text
    const start = this.#at
    let at = start
    for (let code = text.charCodeAt(at); code !== QUOTE; code = text.charCodeAt(++at)) {
      if (code === BACKSLASH) return this.#escapedString(start)
      if (at >= text.length) throw this.#malformed()
    }
    this.#at = at + 1
    return text.slice(start, at)
  }

  /** Passes over any value. */
  skipValue(): void {
    const first = this.#peek()
    if (first === QUOTE) this.#skipString()
    else if (first === OPEN_BRACE || first === OPEN_BRACKET) this.#skipNested()
    else this.scalar()
  }

  #escapedString(start: number): string {
    this.#at = start - 1
    this.#skipString()
    try {
      return JSON.parse(this.#text.slice(start - 1, this.#at)) as string
    } catch {
      throw this.#malformed()
    }
  }

  #skipString(): void {
    const text = this.#text
    let at = this.#at + 1
    for (let code = text.charCodeAt(at); code !== QUOTE; code = text.charCodeAt(at)) {
      if (at >= text.length) throw this.#malformed()
      at += code === BACKSLASH ? 2 : 1
    }
    this.#at = at + 1
  }

  #skipNested(): void {
    let depth = 0
    do {
      const code = this.#peek()
      if (code === QUOTE) this.#skipString()
      else {
        if (Number.isNaN(code)) throw this.#malformed()
        if (code === OPEN_BRACE || code === OPEN_BRACKET) depth++
        else if (code === CLOSE_BRACE || code === CLOSE_BRACKET) depth--
        this.#at++
      }
    } while (depth > 0)
  }

  #skipWord(): void {
    const text = this.#text
    let at = this.#at
    for (let code = text.charCodeAt(at); at < text.length; code = text.charCodeAt(++at)) {
      if (code === COMMA || code === CLOSE_BRACKET || code === CLOSE_BRACE || code <= 0x20) break
    }
    this.#at = at
  }

  #nextItem(isFirst: boolean, end: number): boolean {
    if (this.#peek() === end) {
      this.#at++
      return false
    }
    if (!isFirst) this.#expect(COMMA)
    return true
  }

  #peek(): number {
    const text = this.#text
    let at = this.#at
    let code = text.charCodeAt(at)
    while (code <= 0x20) code = text.charCodeAt(++at)
    this.#at = at
    return code
  }

  #expect(code: number): void {
    if (this.#peek() !== code) throw this.#malformed()
    this.#at++
  }

  #malformed(): Error {
    return malformedJson(this.#at)
  }
}

/** The error of an answer that is no JSON, at a place of it. */
export function malformedJson(at: number): Error {
  return gatewayError('ENGINE.FAILED', `Flink's gateway answered with JSON that does not parse, at character ${at}.`)
}
