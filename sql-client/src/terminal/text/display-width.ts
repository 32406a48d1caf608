import { eastAsianWidth } from 'get-east-asian-width'

/** Printable ASCII only: one cell each. */
const PLAIN = /^[\x20-\x7e]*$/

/** What takes no cell of its own: marks on the character before, joiners, and other formatting. */
const ZERO_WIDTH = /^[\p{Mark}\p{Format}\p{Default_Ignorable_Code_Point}\u1160-\u11ff\ud7b0-\ud7ff]$/v

/** What a terminal shows as a picture two cells wide, whatever the width of its parts. */
const EMOJI = /^(?:\p{RGI_Emoji}|\p{Emoji}\ufe0f|\p{Regional_Indicator}{2})/v

const segmenter = new Intl.Segmenter('und', { granularity: 'grapheme' })

/**
 * The characters as a person sees them: a letter with its accents, an emoji with its modifiers and joiners is one.
 *
 * @see Unicode Standard Annex #29, extended grapheme clusters
 */
export function graphemes(text: string): readonly string[] {
  if (PLAIN.test(text)) return text.split('')
  return Array.from(segmenter.segment(text), ({ segment }) => segment)
}

/** Tells whether every character is a printable one of ASCII, so that lengths and cells are the same. */
export function isPlain(text: string): boolean {
  return PLAIN.test(text)
}

/**
 * How many cells of a terminal one grapheme takes: 0, 1 or 2.
 *
 * @param grapheme - one element of {@link graphemes}
 * @see Unicode Standard Annex #11, East Asian Width
 */
export function graphemeWidth(grapheme: string): 0 | 1 | 2 {
  const code = grapheme.codePointAt(0) ?? 0
  if (code < 0x7f && grapheme.length === 1) return code < 0x20 ? 0 : 1
  if (code < 0xa0 && grapheme.length === 1) return 0
  const first = String.fromCodePoint(code)
  // A mark without a letter is shown on an empty cell by some terminals and on none by others.
  if (ZERO_WIDTH.test(first)) return 0
  if (EMOJI.test(grapheme)) return 2
  return eastAsianWidth(code) === 2 ? 2 : 1
}

/** How many cells of a terminal a text takes. It must hold no control characters: see `visibleText`. */
export function displayWidth(text: string): number {
  if (PLAIN.test(text)) return text.length
  let width = 0
  for (const { segment } of segmenter.segment(text)) width += graphemeWidth(segment)
  return width
}

/**
 * The beginning of a text that fits into so many cells; never cuts a grapheme, so it may be one cell narrower.
 *
 * @param columns - at least 0
 */
export function cutToWidth(text: string, columns: number): string {
  if (text.length <= columns && PLAIN.test(text)) return text
  // A cell holds at least one unit of text unless there are marks; a prefix of several times the width is enough to look at.
  let width = 0
  let end = 0
  for (const { segment, index } of segmenter.segment(text)) {
    width += graphemeWidth(segment)
    if (width > columns) break
    end = index + segment.length
  }
  return text.slice(0, end)
}
