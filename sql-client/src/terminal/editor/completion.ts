import { SQL_KEYWORDS } from '../highlight/sql-keywords.js'

/** What may be put in place of the end of the text before the cursor. */
export interface Completion {
  /** Where the part that is replaced begins. */
  readonly start: number
  /** Whole texts for that part, best first; at least one. */
  readonly options: readonly string[]
  /** How much of each option stands before what is worth showing, such as `count(` of `count(customer`. */
  readonly shownFrom: number
}

const NAME_CHARACTER = /[\p{L}\p{N}\p{M}_$]/u

/** Where the name with its dots and quotes begins that ends a text. */
function dottedNameStart(text: string): number {
  let at = text.length
  while (at > 0) {
    const character = text.charAt(at - 1)
    if (character === '"' || character === '`') {
      const opening = at < 2 ? -1 : text.lastIndexOf(character, at - 2)
      if (opening < 0) return at - 1
      at = opening
    } else if (character === '.' || NAME_CHARACTER.test(character)) at--
    else break
  }
  return at
}

/** Where what has a property begins that ends a text. */
function startOf(text: string, belongs: (character: string) => boolean): number {
  let at = text.length
  while (at > 0 && belongs(text.charAt(at - 1))) at--
  return at
}

/** What is longer before the cursor is no name, in UTF-16 units. */
const MAX_NAME = 512

function comparable(text: string): string {
  return text.replaceAll('"', '').replaceAll('`', '').toLowerCase()
}

/** A keyword in small letters for those who write them so. */
function inTypedCase(candidate: string, typed: string): string {
  const isKeyword = SQL_KEYWORDS.has(candidate) || /^[A-Z]+(?: [A-Z]+)*$/.test(candidate)
  return isKeyword && typed !== '' && typed === typed.toLowerCase() ? candidate.toLowerCase() : candidate
}

/**
 * Fits a gateway's candidates to the text: gateways differ in whether a candidate replaces everything since the last blank, a
 * name with its dots, or its last part. It is the longest of these that the candidate begins with.
 *
 * @returns undefined when none fits
 */
export function completionOf(text: string, cursor: number, candidates: readonly string[]): Completion | undefined {
  const before = text.slice(0, cursor)
  const from = Math.max(0, cursor - MAX_NAME)
  const near = before.slice(from)
  const nameStart = from + dottedNameStart(near)
  const wordStart = from + startOf(near, (character) => /\S/.test(character))
  const partStart = from + startOf(near, (character) => NAME_CHARACTER.test(character))
  const starts = [...new Set([wordStart, nameStart, partStart])].sort((a, b) => a - b)
  const fitting = candidates.flatMap((candidate) => {
    const start = starts.find((at) => comparable(candidate).startsWith(comparable(before.slice(at))))
    return start === undefined || candidate === '' ? [] : [{ start, candidate: inTypedCase(candidate, before.slice(start)) }]
  })
  if (fitting.length === 0) return undefined
  const start = fitting.reduce((least, one) => Math.min(least, one.start), cursor)
  const options = [...new Set(fitting.map((one) => before.slice(start, one.start) + one.candidate))]
  return { start, options, shownFrom: Math.max(0, nameStart - start) }
}

/** What all options begin with, without regard to case, as the first has it. */
export function commonPrefix(options: readonly string[]): string {
  const [first = '', ...others] = options
  let length = first.length
  for (const other of others) {
    let same = 0
    while (same < length && first.charAt(same).toLowerCase() === other.charAt(same).toLowerCase()) same++
    length = same
  }
  return first.slice(0, length)
}
