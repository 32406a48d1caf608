import type { InputEvent, Key, KeyName, Modifiers } from './key.js'

/** The last letters of sequences such as `ESC [ A` and `ESC O A`. */
const BY_LETTER: Readonly<Record<string, KeyName>> = {
  A: 'up',
  B: 'down',
  C: 'right',
  D: 'left',
  H: 'home',
  F: 'end',
  M: 'enter',
  Z: 'tab',
}

/** The numbers of sequences such as `ESC [ 3 ~`. */
const BY_NUMBER: Readonly<Record<string, KeyName>> = {
  '1': 'home',
  '2': 'insert',
  '3': 'delete',
  '4': 'end',
  '5': 'page-up',
  '6': 'page-down',
  '7': 'home',
  '8': 'end',
}

/** Code points of keys in sequences such as `ESC [ 13 ; 2 u`. */
const BY_CODE: Readonly<Record<string, KeyName>> = { '9': 'tab', '13': 'enter', '27': 'escape', '32': 'space', '127': 'backspace' }

/** What is held, as xterm counts it: 1 and a bit each for shift, alt and ctrl. */
function modifiers(number: string | undefined): Modifiers {
  const bits = number === undefined || number === '' ? 0 : Number.parseInt(number, 10) - 1
  return `${(bits & 4) !== 0 ? 'ctrl-' : ''}${(bits & 2) !== 0 || (bits & 8) !== 0 ? 'alt-' : ''}${(bits & 1) !== 0 ? 'shift-' : ''}` as Modifiers
}

function keyEvent(held: Modifiers, name: KeyName): InputEvent {
  return { type: 'key', key: `${held}${name}` }
}

/** A key told by its code point: a named one, or a letter with what is held. */
function byCode(code: string, held: Modifiers): InputEvent | undefined {
  const name = BY_CODE[code]
  if (name !== undefined) return keyEvent(held, name)
  const point = Number.parseInt(code, 10)
  if (!(point > 0x20 && point <= 0x10ffff)) return undefined
  const character = String.fromCodePoint(point)
  if (held === '' || held === 'shift-') return { type: 'text', text: character }
  return { type: 'key', key: `${held.replace('shift-', '')}${character.toLowerCase()}` as Key }
}

/**
 * What a whole control sequence stands for.
 *
 * @param parameters - what is between `ESC [` (or `ESC O`) and the last character
 * @param final - the last character
 * @returns undefined for sequences that are no keys, such as a terminal's answers
 * @see XTerm Control Sequences, "PC-Style Function Keys"; the `u` form is of "fixterms" and the kitty keyboard protocol
 */
export function keyOfSequence(parameters: string, final: string): InputEvent | undefined {
  const [first = '', second, third] = parameters.split(';')
  if (final === 'Z') return keyEvent('shift-', 'tab')
  if (final === '~') {
    if (first === '27') return byCode(third ?? '', modifiers(second))
    const name = BY_NUMBER[first]
    return name === undefined ? undefined : keyEvent(modifiers(second), name)
  }
  if (final === 'u') return byCode(first, modifiers(second))
  // rxvt tells ctrl by the letter's case.
  if (parameters === '' && /^[abcd]$/.test(final)) {
    const name = BY_LETTER[final.toUpperCase()]
    return name === undefined ? undefined : keyEvent('ctrl-', name)
  }
  const name = BY_LETTER[final]
  return name === undefined ? undefined : keyEvent(modifiers(second), name)
}
