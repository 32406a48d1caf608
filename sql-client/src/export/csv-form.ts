import { BYTE } from '../rest/json-bytes.js'
import type { ByteWriter } from './byte-writer.js'
import { isNull, type TextForm } from './text-form.js'

/** What makes quotes necessary; the empty text is quoted to be told from NULL, which is nothing at all. */
const NEEDS_QUOTES = /^$|[",\r\n]|^\s|\s$/

function quoted(text: string): string {
  return NEEDS_QUOTES.test(text) ? `"${text.replaceAll('"', '""')}"` : text
}

/**
 * Comma-separated values with a header, lines that end with a line feed, and quotes where they are needed. NULL is an empty field,
 * the empty text `""`.
 *
 * @see RFC 4180; PostgreSQL documentation, COPY, "CSV Format", for NULL
 */
export const CSV: TextForm = {
  layout: (names) => ({
    header: `${names.map(quoted).join(',')}\n`,
    before: names.map((_, index) => (index === 0 ? '' : ',')),
    end: '\n',
  }),
  mark: (mark) => mark,
  field: (out, body, start, end) => {
    if (isNull(body, start)) return
    if (body[start] !== BYTE.quote) out.copy(body, start, end)
    else if (!copyPlain(out, body, start + 1, end - 1)) out.text(quoted(String(JSON.parse(body.toString('utf8', start, end)))))
  },
}

/** Copies a text that needs neither quotes nor unescaping; false where it does. */
function copyPlain(out: ByteWriter, body: Buffer, start: number, end: number): boolean {
  if (start === end || (body[start] as number) <= BYTE.space || (body[end - 1] as number) <= BYTE.space) return false
  out.ensure(end - start)
  const { bytes } = out
  let to = out.length
  for (let at = start; at < end; at++) {
    const byte = body[at] as number
    if (byte === BYTE.backslash || byte === BYTE.comma) return false
    bytes[to++] = byte
  }
  out.length = to
  return true
}
