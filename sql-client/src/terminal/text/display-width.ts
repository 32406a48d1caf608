import { eastAsianWidth } from 'get-east-asian-width'

/** Printable ASCII only: a unit of text, a character and a cell are the same. */
const PLAIN = /^[\x20-\x7e]*$/

/** What tells characters apart. Made when the first text needs it: their tables of characters take as long to read as a third of the start. */
interface CharacterTables {
  /** What takes no cell of its own: marks on the character before, joiners, other formatting, parts of Hangul syllables behind the first. */
  readonly zeroWidth: RegExp
  /** What a terminal shows as a picture two cells wide, whatever the width of its parts. */
  readonly emoji: RegExp
  readonly segmenter: Intl.Segmenter
}

let tables: CharacterTables | undefined

function characterTables(): CharacterTables {
  tables ??= {
    zeroWidth: /^[\p{Mark}\p{Control}\p{Format}\p{Default_Ignorable_Code_Point}\u1160-\u11ff\ud7b0-\ud7ff]$/v,
    emoji: /^(?:\p{RGI_Emoji}|\p{Emoji}\ufe0f|\p{Regional_Indicator}{2})/v,
    segmenter: new Intl.Segmenter('und', { granularity: 'grapheme' }),
  }
  return tables
}

/** Tells whether every character is a printable one of ASCII, so that lengths and cells are the same. */
export function isPlain(text: string): boolean {
  return PLAIN.test(text)
}

/**
 * The characters as a person sees them: a letter with its accents, an emoji with its modifiers and joiners is one.
 *
 * @see Unicode Standard Annex #29, extended grapheme clusters
 */
export function graphemes(text: string): readonly string[] {
  if (PLAIN.test(text)) return text.split('')
  return Array.from(characterTables().segmenter.segment(text), ({ segment }) => segment)
}

function codePointWidth(character: string): number {
  return characterTables().zeroWidth.test(character) ? 0 : eastAsianWidth(character.codePointAt(0) ?? 0)
}

/** Cells of one grapheme. But for emoji, terminals add up what its parts take. */
function graphemeWidth(grapheme: string): number {
  const code = grapheme.charCodeAt(0)
  if (grapheme.length === 1) return code >= 0x20 && code < 0x7f ? 1 : codePointWidth(grapheme)
  if (characterTables().emoji.test(grapheme)) return 2
  let width = 0
  for (const character of grapheme) width += codePointWidth(character)
  return width
}

/**
 * How many cells of a terminal a text takes. Control characters take none: `visibleText` writes them so that they can be seen.
 *
 * @see Unicode Standard Annex #11, East Asian Width
 */
export function displayWidth(text: string): number {
  if (PLAIN.test(text)) return text.length
  let width = 0
  for (const { segment } of characterTables().segmenter.segment(text)) width += graphemeWidth(segment)
  return width
}

/**
 * The beginning of a text that fits into so many cells; never cuts a grapheme, so that it may be a cell narrower.
 *
 * @param columns - at least 0
 */
export function cutToWidth(text: string, columns: number): string {
  if (PLAIN.test(text)) return text.slice(0, columns)
  let width = 0
  let end = 0
  for (const { segment, index } of characterTables().segmenter.segment(text)) {
    width += graphemeWidth(segment)
    if (width > columns) break
    end = index + segment.length
  }
  return text.slice(0, end)
}
