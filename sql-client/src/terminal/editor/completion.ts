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

/** The names and dots before the cursor. */
const DOTTED_NAME = /(?:[\p{L}\p{N}\p{M}_$]|["`](?:[^"`]*["`])?|\.)*$/u
const NAME = /[\p{L}\p{N}\p{M}_$]*$/u

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
  const nameStart = before.search(DOTTED_NAME)
  const starts = [...new Set([before.search(/\S*$/), nameStart, before.search(NAME)])].sort((a, b) => a - b)
  const fitting = candidates.flatMap((candidate) => {
    const start = starts.find((at) => comparable(candidate).startsWith(comparable(before.slice(at))))
    return start === undefined || candidate === '' ? [] : [{ start, candidate: inTypedCase(candidate, before.slice(start)) }]
  })
  const start = Math.min(...fitting.map((one) => one.start))
  if (!Number.isFinite(start)) return undefined
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
