import { INSERT_HEAD_LENGTH, isInsertHead } from '../rest/insert-head.js'
import { BYTE, valueEnd } from '../rest/json-bytes.js'
import type { ByteWriter } from './byte-writer.js'
import type { TextForm } from './text-form.js'

/** What stands around the values of a row. */
export interface RowFrame {
  /** Before each value. */
  readonly before: readonly Uint8Array[]
  readonly end: Uint8Array
}

/** Copies the rows of one page to the output, as long as they look as gateways write them. */
export interface RowCopier {
  /** Where the row begins that was not copied, or the array of rows ends. */
  readonly at: number
  /**
   * Copies rows of kind INSERT that have a value for each column and no blanks around values.
   *
   * @param at - where the first of them begins
   * @returns how many there were
   */
  copy(at: number): number
}

/** Makes a copier of a page's rows. What it does for a byte decides how fast the client is: values are copied where they are found, and no place is kept. */
export function createRowCopier(body: Buffer, form: TextForm, frame: RowFrame, out: ByteWriter): RowCopier {
  return new Copier(body, form, frame, out)
}

class Copier implements RowCopier {
  at = 0
  readonly #body: Buffer
  readonly #view: DataView
  readonly #form: TextForm
  readonly #frame: RowFrame
  /** What a row takes beside its values. */
  readonly #frameBytes: number
  readonly #out: ByteWriter

  constructor(body: Buffer, form: TextForm, frame: RowFrame, out: ByteWriter) {
    this.#body = body
    this.#view = new DataView(body.buffer, body.byteOffset, body.length)
    this.#form = form
    this.#frame = frame
    this.#frameBytes = frame.before.reduce((sum, { length }) => sum + length, frame.end.length)
    this.#out = out
  }

  copy(start: number): number {
    const body = this.#body
    const out = this.#out
    const { end } = this.#frame
    const lastAt = body.length - INSERT_HEAD_LENGTH
    let [count, at] = [0, start]
    while (at <= lastAt && isInsertHead(this.#view, at)) {
      // No value takes more room in the output than it does in JSON: nothing has to be asked for again within the row.
      out.ensure(this.#frameBytes + body.length - at)
      const rowAt = out.length
      const rowEnd = this.#fields(at + INSERT_HEAD_LENGTH)
      if (rowEnd === -1) {
        out.length = rowAt
        break
      }
      append(out, end)
      count++
      at = rowEnd
      if (body[at] !== BYTE.comma) break
      at++
    }
    this.at = at
    return count
  }

  /** Copies the values of a row and gives its end; -1 where the row is another than was expected. */
  #fields(start: number): number {
    const { before } = this.#frame
    const body = this.#body
    const form = this.#form
    const out = this.#out
    const last = before.length - 1
    let at = start
    for (let column = 0; column <= last; column++) {
      append(out, before[column] as Uint8Array)
      let end = form.copy(out, body, at)
      if (end === -1) {
        end = valueEnd(body, at)
        form.field(out, body, at, end)
        // Bytes that are no UTF-8 take more room than before.
        out.ensure(this.#frameBytes + Math.max(0, body.length - end))
      }
      if (body[end] !== (column === last ? BYTE.closeArray : BYTE.comma)) return -1
      at = end + 1
    }
    return body[at] === BYTE.closeObject ? at + 1 : -1
  }
}

/** There is room. */
function append(out: ByteWriter, part: Uint8Array): void {
  const { bytes } = out
  let to = out.length
  for (let i = 0; i < part.length; ) bytes[to++] = part[i++] as number
  out.length = to
}
