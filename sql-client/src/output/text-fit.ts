import { cutToWidth, displayWidth, graphemes } from '../terminal/text/display-width.js'

const ELLIPSIS = '…'

/** The text where it fits into a width, else as much of it as fits before `…`. Never wider than asked; empty for a width of 0. */
export function shorten(text: string, cells: number): string {
  // Nothing takes more cells than twice its UTF-16 units.
  if (text.length * 2 <= cells || displayWidth(text) <= cells) return text
  return cells <= 0 ? '' : `${cutToWidth(text, cells - 1)}${ELLIPSIS}`
}

/** Cuts a text into lines that fit into a width; a character that is wider than a line gets one of its own. Nothing for an empty text. */
export function* fold(text: string, cells: number): Generator<string> {
  for (let rest = text; rest !== ''; ) {
    // Bounded, so that not all of a long text is looked at for each line.
    const taken = cutToWidth(rest.slice(0, cells * 16 + 64), cells) || (graphemes(rest.slice(0, 256))[0] ?? rest)
    yield taken
    rest = rest.slice(taken.length)
  }
}

/** The text with spaces up to a width, behind it or before it. */
export function pad(text: string, cells: number, side: 'left' | 'right'): string {
  const missing = cells - displayWidth(text)
  if (missing <= 0) return text
  return side === 'left' ? text + ' '.repeat(missing) : ' '.repeat(missing) + text
}
