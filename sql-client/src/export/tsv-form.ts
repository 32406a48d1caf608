import { BYTE } from '../rest/json-bytes.js'
import { textOf } from '../rest/result-page.js'
import { copyPlain, stopBytes } from './plain-bytes.js'
import { isNull, NULL_LENGTH, type TextForm } from './text-form.js'

const NULL = Buffer.from('\\N')
const ESCAPES: Readonly<Record<string, string>> = { '\\': '\\\\', '\t': '\\t', '\n': '\\n', '\r': '\\r' }

const STOPS = stopBytes()

function escaped(text: string): string {
  return text.replace(/[\\\t\n\r]/g, (character) => ESCAPES[character] ?? character)
}

/**
 * Tab-separated values with a header. Tabs, line ends and backslashes within values are `\t`, `\n`, `\r` and `\\`; NULL is `\N`.
 *
 * @see PostgreSQL documentation, COPY, "Text Format"
 */
export const TSV: TextForm = {
  layout: (names) => ({
    header: `${names.map(escaped).join('\t')}\n`,
    before: names.map((_, index) => (index === 0 ? '' : '\t')),
    end: '\n',
  }),
  mark: (mark) => mark,
  field: (out, body, start, end) => {
    if (isNull(body, start)) out.copy(NULL, 0, NULL.length)
    else if (body[start] !== BYTE.quote) out.copy(body, start, end)
    else out.text(escaped(textOf(body, start, end)))
  },
  // Whatever has to be escaped here is escaped in JSON.
  copy: (out, body, start) => {
    if (isNull(body, start)) {
      out.copy(NULL, 0, NULL.length)
      return start + NULL_LENGTH
    }
    if (body[start] !== BYTE.quote) return -1
    const from = out.length
    const end = copyPlain(out, body, start + 1, STOPS)
    if (body[end] === BYTE.quote) return end + 1
    out.length = from
    return -1
  },
}
