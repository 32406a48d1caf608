import { BYTE } from '../rest/json-bytes.js'
import { textOf } from '../rest/result-page.js'
import { copyPlain, stopBytes } from './plain-bytes.js'
import { isNull, NULL_LENGTH, type TextForm } from './text-form.js'

/**
 * What makes quotes necessary: also blanks and control characters at the ends, which readers strip. The empty text is quoted to be told
 * from NULL, which is nothing at all.
 */
const NEEDS_QUOTES = /^$|[",\r\n]|^[\0- ]|[\0- ]$/

function quoted(text: string): string {
  return NEEDS_QUOTES.test(text) ? `"${text.replaceAll('"', '""')}"` : text
}

const STOPS = stopBytes(BYTE.comma)

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
    else out.text(quoted(textOf(body, start, end)))
  },
  copy: (out, body, start) => {
    const at = start + 1
    if (body[start] !== BYTE.quote) return isNull(body, start) ? start + NULL_LENGTH : -1
    if ((body[at] as number) <= BYTE.space) return -1
    const from = out.length
    const end = copyPlain(out, body, at, STOPS)
    if (body[end] === BYTE.quote && end > at && (body[end - 1] as number) > BYTE.space) return end + 1
    out.length = from
    return -1
  },
}
