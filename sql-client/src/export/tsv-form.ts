import { BYTE } from '../rest/json-bytes.js'
import type { TextForm } from './text-form.js'
import { isNull } from './text-form.js'

const NULL = Buffer.from('\\N')
const ESCAPES: Readonly<Record<string, string>> = { '\\': '\\\\', '\t': '\\t', '\n': '\\n', '\r': '\\r' }

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
    else if (hasEscape(body, start, end)) out.text(escaped(String(JSON.parse(body.toString('utf8', start, end)))))
    else out.copy(body, start + 1, end - 1)
  },
}

/** Whatever has to be escaped here is escaped in JSON. */
function hasEscape(body: Buffer, start: number, end: number): boolean {
  for (let at = start; at < end; at++) if (body[at] === BYTE.backslash) return true
  return false
}
