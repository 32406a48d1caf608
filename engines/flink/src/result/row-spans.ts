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
/** Sets braces and brackets apart from everything else, and makes one of two. */
const LOWER = 0x20
const OPENING = 0x7b
const CLOSING = 0x7d

const DATA_KEY = Buffer.from('"data"')
const INSERT = 0
/** How Flink's gateway begins a row. */
const [INSERT_HEAD, ...OTHER_HEADS] = ROW_KINDS.map((kind) => Buffer.from(`{"kind":"${kind}"`)) as [Buffer, ...Buffer[]]
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
  const ends = new GrowingNumbers((length) => new Int32Array(length))
  const kinds = new GrowingNumbers((length) => new Uint8Array(length))
  let isChangelog = false
  let turnEnd = begin + TURN_BYTES
  let at = skipBlank(page, begin)
  while (page[at] !== CLOSE_BRACKET) {
    if (page[at] !== OPEN_BRACE) throw malformedJson(at)
    const rowEnd = endOfNested(page, at)
    const kind = kindOf(page, at, rowEnd)
    if (kind !== INSERT) isChangelog = true
    kinds.push(kind)
    at = skipBlank(page, rowEnd)
    ends.push(at)
    if (page[at] === COMMA) at = skipBlank(page, at + 1)
    else if (page[at] !== CLOSE_BRACKET) throw malformedJson(at)
    if (at > turnEnd) {
      yield
      turnEnd = at + TURN_BYTES
    }
  }
  const spans = { rowCount: ends.length, begin, ends: ends.take() }
  return isChangelog ? { ...spans, rowKinds: kinds.take() } : spans
}

function skipBlank(page: Buffer, from: number): number {
  let at = from
  while ((page[at] ?? QUOTE) <= LOWER) at++
  return at
}

/** Behind the bracket that closes the one at a place. */
function endOfNested(page: Buffer, from: number): number {
  const { length } = page
  let depth = 0
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

function kindOf(page: Buffer, from: number, end: number): number {
  if (beginsWith(page, from, INSERT_HEAD)) return INSERT
  const other = OTHER_HEADS.findIndex((head) => beginsWith(page, from, head))
  if (other >= 0) return other + 1
  const scan = new JsonScan(page.toString('utf8', from, end))
  scan.openObject()
  for (let key = scan.nextKey(true); key !== undefined; key = scan.nextKey(false)) {
    if (key === 'kind') return indexOfKind(scan.string())
    scan.skipValue()
  }
  return INSERT
}

function beginsWith(page: Buffer, from: number, head: Buffer): boolean {
  for (let i = 0; i < head.length; i++) if (page[from + i] !== head[i]) return false
  return true
}

function indexOfKind(name: string): number {
  const kind = (ROW_KINDS as readonly string[]).indexOf(name)
  if (kind < 0) throw notAPage(`a row is of the kind '${name.slice(0, 40)}'`)
  return kind
}
