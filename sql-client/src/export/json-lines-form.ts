import { BYTE, valueEnd } from '../rest/json-bytes.js'
import type { ByteWriter } from './byte-writer.js'
import { copyPlain, stopBytes } from './plain-bytes.js'
import type { TextForm } from './text-form.js'

const LINE_FEED = 0x0a
const STOPS = stopBytes()

/**
 * An object a line, by names of columns. Values stay as the gateway wrote them, so that no digit of a number is lost; of columns with
 * equal names, those after the first get a number.
 *
 * @see JSON Lines, jsonlines.org
 */
export const JSON_LINES: TextForm = {
  layout: (names) => ({
    header: '',
    before: unlike(names).map((name, index) => `${index === 0 ? '{' : ','}${JSON.stringify(name)}:`),
    end: names.length === 0 ? '{}\n' : '}\n',
  }),
  mark: (mark) => `"${mark}"`,
  field: (out, body, start, end) => {
    // Within texts it would be escaped.
    if (body.subarray(start, end).includes(LINE_FEED)) copyCompact(out, body, start, end)
    else out.copy(body, start, end)
  },
  copy: (out, body, start) => {
    const first = body[start]
    if (first === BYTE.openArray || first === BYTE.openObject) return -1
    if (first !== BYTE.quote) return copyScalar(out, body, start)
    out.byte(BYTE.quote)
    let at = copyPlain(out, body, start + 1, STOPS)
    // What is escaped stays so.
    if (body[at] !== BYTE.quote) at = copyRest(out, body, start, at)
    else out.bytes[out.length++] = body[at++] as number
    return at
  },
}

function copyRest(out: ByteWriter, body: Buffer, start: number, at: number): number {
  const end = valueEnd(body, start)
  out.copy(body, at, end)
  return end
}

/** A value without the blanks that a gateway may have put between its parts: a row is a line. */
function copyCompact(out: ByteWriter, body: Buffer, start: number, end: number): void {
  for (let at = start; at < end; ) {
    const partEnd = body[at] === BYTE.quote ? valueEnd(body, at) : at + 1
    if ((body[at] as number) > BYTE.space) out.copy(body, at, partEnd)
    at = partEnd
  }
}

/** A number, or true, false or null: up to what follows values. */
function copyScalar(out: ByteWriter, body: Buffer, start: number): number {
  const { bytes } = out
  let to = out.length
  let at = start
  for (let byte = body[at] ?? 0; byte !== BYTE.comma && byte !== BYTE.closeArray && byte > BYTE.space; byte = body[at] ?? 0) {
    bytes[to++] = byte
    at++
  }
  out.length = to
  return at
}

/** Names with `_2`, `_3` and so on behind those that came before. */
function unlike(names: readonly string[]): readonly string[] {
  const taken = new Set<string>()
  return names.map((name) => {
    let free = name
    for (let count = 2; taken.has(free); count++) free = `${name}_${count}`
    taken.add(free)
    return free
  })
}
