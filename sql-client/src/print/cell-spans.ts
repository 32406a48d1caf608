import type { ByteWriter } from '../export/byte-writer.js'
import { createRowScanner } from '../export/row-scanner.js'
import { INSERT_HEAD_LENGTH, isInsertHead } from '../rest/insert-head.js'
import { BYTE, valueEnd } from '../rest/json-bytes.js'
import { assertWholePage, notAPage, textOf } from '../rest/result-page.js'
import { NULL_TEXT } from '../result/shown-values.js'
import type { ResultPage } from '../result/statement-result.js'
import { displayWidth } from '../terminal/text/display-width.js'
import { type CellRules, cellText } from './cells.js'

/** The cells of a page, most of them as places in the gateway's answer: nothing is made of them but what is printed. */
export interface CellSpans {
  readonly rowCount: number
  /** How many cells of a terminal each takes, row after row. */
  readonly widths: Int32Array
  /** Copies the text of a cell. */
  copy(cell: number, out: ByteWriter): void
  /** The same, which stays when the page's memory is used again. */
  kept(): CellSpans
}

/** Where a cell begins that is no part of the page. */
const IS_NULL = -1
const IS_OTHER = -2

const NULL_BYTES = Buffer.from(NULL_TEXT)

/** For each byte, 1 where it is printable ASCII that JSON has as it is: a byte is a character is a cell. */
const PLAIN = Uint8Array.from({ length: 256 }, (_, byte) =>
  byte >= BYTE.space && byte < 0x7f && byte !== BYTE.quote && byte !== BYTE.backslash ? 1 : 0,
)
const LETTER_N = 0x6e
const NULL_LENGTH = 4

/**
 * Finds the cells of a page in row format PLAIN_TEXT.
 *
 * @param expectedRows - how many there may be; more find room, too
 */
export function cellSpans(page: ResultPage, columnCount: number, rules: CellRules, expectedRows: number): CellSpans {
  const spans = new Spans(page.body, columnCount, rules, { cells: expectedRows * columnCount })
  spans.scan(page)
  return spans
}

class Spans implements CellSpans {
  rowCount = 0
  widths: Int32Array<ArrayBuffer>
  #starts: Int32Array<ArrayBuffer>
  readonly #body: Buffer
  readonly #columnCount: number
  readonly #rules: CellRules
  /** The widest that a plain text may be in each column. */
  readonly #limits: readonly number[]
  readonly #others: Map<number, Uint8Array>

  constructor(body: Buffer, columnCount: number, rules: CellRules, from: Spans | { readonly cells: number }) {
    this.#body = body
    this.#columnCount = columnCount
    this.#rules = rules
    const isCopy = from instanceof Spans
    this.#starts = isCopy ? from.#starts : new Int32Array(from.cells)
    this.widths = isCopy ? from.widths : new Int32Array(from.cells)
    this.#others = isCopy ? from.#others : new Map()
    this.rowCount = isCopy ? from.rowCount : 0
    const { styles, maxColumnWidth = Number.POSITIVE_INFINITY } = rules
    this.#limits = styles.map(({ isVariable }) => (isVariable ? maxColumnWidth : Number.POSITIVE_INFINITY))
  }

  kept(): CellSpans {
    return new Spans(Buffer.from(this.#body), this.#columnCount, this.#rules, this)
  }

  copy(cell: number, out: ByteWriter): void {
    const start = this.#starts[cell] as number
    if (start >= 0) out.copy(this.#body, start, start + (this.widths[cell] as number))
    else {
      const text = start === IS_NULL ? NULL_BYTES : (this.#others.get(cell) ?? NULL_BYTES)
      out.copy(text, 0, text.length)
    }
  }

  scan(page: ResultPage): void {
    const rows = createRowScanner(page, this.#columnCount)
    do {
      if (this.#columnCount > 0) rows.at = this.#scanInserts(rows.at)
      if (!rows.next()) break
      // A row that is not as most are.
      if (rows.fieldCount !== this.#columnCount) throw notAPage()
      this.#makeRoom()
      for (let column = 0; column < this.#columnCount; column++) {
        this.#put(this.rowCount * this.#columnCount + column, column, rows.starts[column] as number, rows.ends[column] as number)
      }
    } while (++this.rowCount)
    assertWholePage(page.body, rows.at)
  }

  /** Scans rows of kind INSERT without blanks around values, and gives the place behind the last of them. */
  #scanInserts(from: number): number {
    const body = this.#body
    const view = new DataView(body.buffer, body.byteOffset, body.length)
    const lastAt = body.length - INSERT_HEAD_LENGTH
    let at = from
    while (at <= lastAt && isInsertHead(view, at)) {
      this.#makeRoom()
      const end = this.#scanFields(at + INSERT_HEAD_LENGTH)
      if (end === -1) return at
      this.rowCount++
      at = end
      if (body[at] !== BYTE.comma) return at
      at++
    }
    return at
  }

  /** Finds the cells of the next row, and gives the end of the row; -1 where it is another than was expected. */
  #scanFields(from: number): number {
    const body = this.#body
    const starts = this.#starts
    const { widths } = this
    const last = this.#columnCount - 1
    let cell = this.rowCount * this.#columnCount
    let at = from
    for (let column = 0; column <= last; column++) {
      let end = at + 1
      if (body[at] === BYTE.quote) {
        while (PLAIN[body[end] as number] === 1) end++
        const width = end - at - 1
        if (body[end] === BYTE.quote && width <= (this.#limits[column] as number)) {
          starts[cell] = at + 1
          widths[cell] = width
          end++
        } else end = this.#look(cell, column, at)
      } else end = this.#look(cell, column, at)
      cell++
      if (body[end] !== (column === last ? BYTE.closeArray : BYTE.comma)) return -1
      at = end + 1
    }
    return body[at] === BYTE.closeObject ? at + 1 : -1
  }

  /** Puts down a text that is not plain, or null, and gives its end; -1 for anything else. */
  #look(cell: number, column: number, start: number): number {
    const first = this.#body[start]
    if (first !== BYTE.quote && first !== LETTER_N) return -1
    const end = first === LETTER_N ? start + NULL_LENGTH : valueEnd(this.#body, start)
    this.#put(cell, column, start, end)
    return end
  }

  /** Puts a cell down whose value has to be looked at. */
  #put(cell: number, column: number, start: number, end: number): void {
    if (this.#body[start] === LETTER_N) {
      this.#starts[cell] = IS_NULL
      this.widths[cell] = NULL_BYTES.length
      return
    }
    const text = cellText(textOf(this.#body, start, end), column, this.#rules)
    this.#starts[cell] = IS_OTHER
    this.widths[cell] = displayWidth(text)
    this.#others.set(cell, Buffer.from(text))
  }

  #makeRoom(): void {
    const needed = (this.rowCount + 1) * this.#columnCount
    if (needed <= this.widths.length) return
    const [starts, widths] = [this.#starts, this.widths]
    this.#starts = new Int32Array(needed * 2)
    this.#starts.set(starts)
    this.widths = new Int32Array(needed * 2)
    this.widths.set(widths)
  }
}
