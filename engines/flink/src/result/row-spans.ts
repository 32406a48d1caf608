import { ROW_KINDS } from '@sql-gateway/gateway-common'
import { GrowingNumbers } from './column-builder.js'
import { JsonScan, malformedJson } from './json-scan.js'
import { notAPage } from './not-a-page.js'
import type { Steps } from './turns.js'

/** Where the rows of a page stand in it. */
export interface RowSpans {
  readonly rowCount: number
  /** Where the first row begins. */
  readonly begin: number
  /** Behind each row, at the comma or bracket that follows it. */
  readonly ends: Int32Array
  /** The index in ROW_KINDS of each row; absent where all are INSERT. */
  readonly rowKinds?: Uint8Array
}

const QUOTE = 0x22
const COMMA = 0x2c
const COLON = 0x3a
const OPEN_BRACKET = 0x5b
const BACKSLASH = 0x5c
const CLOSE_BRACKET = 0x5d
const OPEN_BRACE = 0x7b
const BLANK = 0x20
/** Sets braces and brackets apart from all that stands outside of texts, and makes one of two. */
const LOWER = 0x20
const OPENING = 0x7b
const CLOSING = 0x7d

const DATA_KEY = Buffer.from('"data"')
const INSERT = 0
const WORD_BYTES = 4

/** How a row may begin, in words, the last of which overlaps the one before: compared so it takes a fraction of the time. */
interface RowHead {
  readonly length: number
  readonly words: Int32Array
}

/** How Flink's gateway begins the rows of each kind. */
const ROW_HEADS = ROW_KINDS.map((kind) => rowHead(Buffer.from(`{"kind":"${kind}","fields":[`)))
/** The brackets that such a beginning leaves open. */
const OPEN_IN_HEAD = 2
/** So much is looked through in a turn: a few milliseconds. */
const TURN_BYTES = 4_000_000

/** Where the rows begin, behind the bracket; undefined where there is no list of rows. */
export function findRows(page: Buffer): number | undefined {
  for (let at = page.indexOf(DATA_KEY); at >= 0; at = page.indexOf(DATA_KEY, at + DATA_KEY.length)) {
    const colon = skipBlank(page, at + DATA_KEY.length)
    if (page[colon] !== COLON) continue
    const bracket = skipBlank(page, colon + 1)
    if (page[bracket] === OPEN_BRACKET) return bracket + 1
  }
  return undefined
}

/**
 * Looks through the rows of a page without reading their values.
 *
 * @param begin - what {@link findRows} gave
 * @throws {GatewayError} ENGINE.FAILED — they are no rows
 */
export function* scanRows(page: Buffer, begin: number): Steps<RowSpans> {
  const rows = new RowScan(page, begin)
  while (!rows.passUpTo(rows.at + TURN_BYTES)) yield
  return rows.spans()
}

/** A place among the rows of a page. */
class RowScan {
  at: number
  readonly #page: Buffer
  readonly #words: DataView
  readonly #begin: number
  readonly #ends = new GrowingNumbers((length) => new Int32Array(length))
  readonly #kinds = new GrowingNumbers((length) => new Uint8Array(length))
  #isChangelog = false

  constructor(page: Buffer, begin: number) {
    this.#page = page
    this.#words = new DataView(page.buffer, page.byteOffset, page.length)
    this.#begin = begin
    this.at = skipBlank(page, begin)
  }

  /** Passes over the rows that begin before a place; tells whether these were all. */
  passUpTo(limit: number): boolean {
    const page = this.#page
    let { at } = this
    if (page[at] === CLOSE_BRACKET && this.#ends.length === 0) return true
    while (at < limit) {
      if (page[at] !== OPEN_BRACE) throw malformedJson(at)
      at = skipBlank(page, this.#passRow(at))
      this.#ends.push(at)
      if (page[at] === CLOSE_BRACKET) return true
      if (page[at] !== COMMA) throw malformedJson(at)
      at = skipBlank(page, at + 1)
    }
    this.at = at
    return false
  }

  spans(): RowSpans {
    const spans = { rowCount: this.#ends.length, begin: this.#begin, ends: this.#ends.take() }
    return this.#isChangelog ? { ...spans, rowKinds: this.#kinds.take() } : spans
  }

  /** Gives where a row ends. */
  #passRow(at: number): number {
    const known = kindAt(this.#words, at)
    if (known !== undefined) {
      this.#noteKind(known)
      return endOfNested(this.#page, at + (ROW_HEADS[known] as RowHead).length, OPEN_IN_HEAD)
    }
    const end = endOfNested(this.#page, at, 0)
    this.#noteKind(readKind(this.#page.toString('utf8', at, end)))
    return end
  }

  #noteKind(kind: number): void {
    if (kind !== INSERT) this.#isChangelog = true
    this.#kinds.push(kind)
  }
}

function skipBlank(page: Buffer, from: number): number {
  let at = from
  while ((page[at] ?? QUOTE) <= BLANK) at++
  return at
}

/** Behind the bracket that closes the outermost of so many open ones. */
function endOfNested(page: Buffer, from: number, open: number): number {
  const { length } = page
  let depth = open
  let at = from
  do {
    if (at >= length) throw malformedJson(at)
    const code = page[at] as number
    if (code === QUOTE) at = endOfText(page, at)
    else if ((code | LOWER) === OPENING) depth++
    else if ((code | LOWER) === CLOSING) depth--
    at++
  } while (depth > 0)
  return at
}

/** The quote that closes the one at a place. */
function endOfText(page: Buffer, from: number): number {
  const { length } = page
  let at = from + 1
  while (at < length) {
    const code = page[at]
    if (code === QUOTE) return at
    at += code === BACKSLASH ? 2 : 1
  }
  throw malformedJson(from)
}

function rowHead(bytes: Buffer): RowHead {
  const { length } = bytes
  const words = Int32Array.from({ length: Math.ceil(length / WORD_BYTES) }, (_, i) => bytes.readInt32BE(placeOfWord(i, length)))
  return { length, words }
}

function placeOfWord(index: number, length: number): number {
  return Math.min(index * WORD_BYTES, length - WORD_BYTES)
}

/** The kind of a row that begins as usual. */
function kindAt(words: DataView, at: number): number | undefined {
  for (let kind = 0; kind < ROW_HEADS.length; kind++) if (beginsWith(words, at, ROW_HEADS[kind] as RowHead)) return kind
  return undefined
}

function beginsWith(page: DataView, from: number, { length, words }: RowHead): boolean {
  if (from + length > page.byteLength) return false
  for (let i = 0; i < words.length; i++) if (page.getInt32(from + placeOfWord(i, length)) !== words[i]) return false
  return true
}

function readKind(row: string): number {
  const scan = new JsonScan(row)
  scan.openObject()
  for (let key = scan.nextKey(true); key !== undefined; key = scan.nextKey(false)) {
    if (key === 'kind') return indexOfKind(scan.string())
    scan.skipValue()
  }
  return INSERT
}

function indexOfKind(name: string): number {
  const kind = (ROW_KINDS as readonly string[]).indexOf(name)
  if (kind < 0) throw notAPage(`a row is of the kind '${name.slice(0, 40)}'`)
  return kind
}
