import { graphemes, isPlain } from '../text/display-width.js'

/** A text with a cursor in it; both never change, edits make new ones. */
export interface EditBuffer {
  readonly text: string
  /** In UTF-16 units, 0 to the text's length, never within a grapheme. */
  readonly cursor: number
}

/** How far to look for the ends of a grapheme: longer than any that people write. */
const GRAPHEME_REACH = 64

/** A text with the cursor at its end. */
export function bufferOf(text: string): EditBuffer {
  return { text, cursor: text.length }
}

/** The same text with the cursor elsewhere; the place is brought within the text. */
export function moveTo(buffer: EditBuffer, cursor: number): EditBuffer {
  return { text: buffer.text, cursor: Math.max(0, Math.min(cursor, buffer.text.length)) }
}

/** Puts text in place of a part; the cursor is behind it. */
export function replaceRange(buffer: EditBuffer, start: number, end: number, text: string): EditBuffer {
  return { text: buffer.text.slice(0, start) + text + buffer.text.slice(end), cursor: start + text.length }
}

/** Puts text at the cursor. */
export function insert(buffer: EditBuffer, text: string): EditBuffer {
  return replaceRange(buffer, buffer.cursor, buffer.cursor, text)
}

/** Where the grapheme before a place begins. */
export function graphemeBefore(text: string, at: number): number {
  if (at <= 0) return 0
  const near = text.slice(Math.max(0, at - GRAPHEME_REACH), at)
  if (isPlain(near.slice(-2))) return at - 1
  return at - (graphemes(near).at(-1)?.length ?? 1)
}

/** Where the grapheme at a place ends. */
export function graphemeAfter(text: string, at: number): number {
  if (at >= text.length) return text.length
  const near = text.slice(at, at + GRAPHEME_REACH)
  if (isPlain(near.slice(0, 2))) return at + 1
  return at + (graphemes(near)[0]?.length ?? 1)
}

const WORD_CHARACTER = /[\p{L}\p{N}\p{M}_$]/u

/** Where the word before a place begins: signs and blanks are skipped, then letters and digits. */
export function wordBefore(text: string, at: number): number {
  let place = at
  while (place > 0 && !WORD_CHARACTER.test(text.charAt(place - 1))) place--
  while (place > 0 && WORD_CHARACTER.test(text.charAt(place - 1))) place--
  return place
}

/** Where the word at or after a place ends. */
export function wordAfter(text: string, at: number): number {
  let place = at
  while (place < text.length && !WORD_CHARACTER.test(text.charAt(place))) place++
  while (place < text.length && WORD_CHARACTER.test(text.charAt(place))) place++
  return place
}

/** Where what stands between blanks before a place begins. */
export function blankWordBefore(text: string, at: number): number {
  let place = at
  while (place > 0 && /\s/.test(text.charAt(place - 1))) place--
  while (place > 0 && !/\s/.test(text.charAt(place - 1))) place--
  return place
}

/** Where the line of a place begins. */
export function lineStart(text: string, at: number): number {
  return at === 0 ? 0 : text.lastIndexOf('\n', at - 1) + 1
}

/** Where the line of a place ends, before its line feed. */
export function lineEnd(text: string, at: number): number {
  const end = text.indexOf('\n', at)
  return end < 0 ? text.length : end
}

/**
 * The cursor a line up or down, as far from the line's begin as given.
 *
 * @param column - wanted distance in UTF-16 units, kept by the caller over short lines
 * @returns undefined when there is no such line
 */
export function moveByLine(buffer: EditBuffer, direction: -1 | 1, column: number): EditBuffer | undefined {
  const { text, cursor } = buffer
  const start = lineStart(text, cursor)
  const end = lineEnd(text, cursor)
  if (direction < 0 ? start === 0 : end === text.length) return undefined
  const begin = direction < 0 ? lineStart(text, start - 1) : end + 1
  const target = Math.min(begin + column, lineEnd(text, begin))
  // Not into the middle of a character.
  const place = target === begin ? target : graphemeAfter(text, graphemeBefore(text, target))
  return moveTo(buffer, Math.min(place, lineEnd(text, begin)))
}
