import { isPlain } from './display-width.js'

/** What must not reach a terminal as it is: control characters, marks that turn the direction of writing, halves of surrogate pairs. */
const HARMFUL = /[\p{Control}\u061c\u200e\u200f\u2028\u2029\u202a-\u202e\u2066-\u2069]|\p{Surrogate}/u
const ALL_HARMFUL = new RegExp(HARMFUL, 'gu')

const SHORT_FORMS: Readonly<Record<string, string>> = { '\n': '\\n', '\r': '\\r', '\t': '\\t' }

function escapeOne(character: string): string {
  const code = character.charCodeAt(0)
  if (code >= 0xd800 && code <= 0xdfff) return '\ufffd'
  const hex = code.toString(16).toUpperCase()
  return SHORT_FORMS[character] ?? (code < 0x100 ? `\\x${hex.padStart(2, '0')}` : `\\u${hex.padStart(4, '0')}`)
}

/**
 * A text on one line that a terminal shows and does not obey: line ends, tabs and other control characters are written
 * as escapes such as `\n` and `\x1B`, marks that turn the direction of writing as `\u202E`.
 */
export function visibleText(text: string): string {
  // Most of what there is; the other search is slower.
  if (isPlain(text)) return text
  return HARMFUL.test(text) ? text.replace(ALL_HARMFUL, escapeOne) : text
}
