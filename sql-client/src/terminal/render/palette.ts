import type { SpanKind } from '../highlight/highlighter.js'

/** Puts colours around text, or does not. */
export interface Palette {
  /** The parts of a statement. */
  readonly spans: Readonly<Record<SpanKind, (text: string) => string>>
  readonly prompt: (text: string) => string
  /** What is selected, and titles of views. */
  readonly selected: (text: string) => string
  /** What matters less: hints, positions, NULL. */
  readonly dim: (text: string) => string
  readonly bold: (text: string) => string
  /** Rows that came and rows that went. */
  readonly added: (text: string) => string
  readonly removed: (text: string) => string
}

/** Select Graphic Rendition around a text; what ends it is not a full reset, so that styles nest. */
function style(begin: number, end: number): (text: string) => string {
  return (text) => (text === '' ? '' : `\x1b[${begin}m${text}\x1b[${end}m`)
}

const plain = (text: string): string => text

/** The sixteen colours that every theme makes readable. */
const COLOURS: Palette = {
  spans: {
    keyword: style(34, 39),
    string: style(32, 39),
    identifier: style(36, 39),
    number: style(35, 39),
    comment: style(90, 39),
  },
  prompt: style(1, 22),
  selected: style(7, 27),
  dim: style(90, 39),
  bold: style(1, 22),
  added: style(32, 39),
  removed: style(31, 39),
}

const PLAIN: Palette = {
  spans: { keyword: plain, string: plain, identifier: plain, number: plain, comment: plain },
  prompt: plain,
  // Without this, nobody sees what is selected; reversing is no colour.
  selected: style(7, 27),
  dim: plain,
  bold: plain,
  added: plain,
  removed: plain,
}

/** The palette for a terminal with colours or without. */
export function paletteFor(hasColours: boolean): Palette {
  return hasColours ? COLOURS : PLAIN
}
