import { keyOfSequence } from './escape-sequences.js'
import type { InputEvent, Key } from './key.js'

/** Turns what a terminal sends into keys, text and pastes, however the sequences are cut into chunks. */
export interface KeyDecoder {
  /** Takes the next chunk; gives what it completes. */
  push(chunk: string): readonly InputEvent[]
  /** Whether an escape character came last, of which only time tells if it was the key Escape. */
  readonly isPending: boolean
  /** Says that nothing follows: a lone escape character was the key. */
  flush(): readonly InputEvent[]
}

const ESCAPE = '\x1b'
const PASTE_START = '\x1b[200~'
const PASTE_END = '\x1b[201~'

/** A control sequence, whole: CSI with parameters, SS3, or the Linux console's `ESC [ [ A`. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: these are what terminals send
const SEQUENCE = /^\x1b(?:\[\[[A-E]|\[([\x30-\x3f]*)[\x20-\x2f]*([\x40-\x7e])|O([0-9;]*)([\x40-\x7e]))/
/** The beginning of one. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: these are what terminals send
const BEGUN = /^\x1b(?:\[(?:\[|[\x30-\x3f]*[\x20-\x2f]*)|O[0-9;]*)?$/
/** Strings that terminals answer with: OSC, DCS and their like, up to their end. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: these are what terminals send
const ANSWER = /^\x1b[\]P_^X][^\x07\x1b]*(?:\x07|\x1b\\)/
// biome-ignore lint/suspicious/noControlCharactersInRegex: these are what terminals send
const TEXT = /^[^\x00-\x1f\x7f]+/

/** Who sends so much at once pastes, in a terminal that does not tell: a tab within is no key. */
const PASTED_LENGTH = 8
// biome-ignore lint/suspicious/noControlCharactersInRegex: these are what terminals send
const PASTED_TEXT = /^\t*[^\x00-\x1f\x7f]+/

/** Control characters in a paste, but for tabs and line feeds: nobody means to write them. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are looked for to be dropped
const NOT_PASTED = /[\x00-\x08\x0b-\x1f\x7f]/g

const CONTROL_KEYS: Readonly<Record<string, Key>> = {
  '\r': 'enter',
  '\n': 'enter',
  '\t': 'tab',
  '\b': 'ctrl-h',
  '\x7f': 'backspace',
  '\0': 'ctrl-space',
}

function controlKey(character: string): Key {
  return CONTROL_KEYS[character] ?? `ctrl-${String.fromCharCode(character.charCodeAt(0) + 0x40).toLowerCase()}`
}

function altKey(character: string): Key {
  const name = character < ' ' || character === '\x7f' ? controlKey(character) : character.toLowerCase()
  return (name.startsWith('ctrl-') ? name.replace('ctrl-', 'ctrl-alt-') : `alt-${name}`) as Key
}

/** Makes a decoder. */
export function createKeyDecoder(): KeyDecoder {
  let rest = ''
  /** Pieces of a paste under way; joined at its end, so that a long one costs no more than its length. */
  let paste: string[] | undefined
  let isPasting = false

  function takePaste(pieces: string[]): InputEvent | undefined {
    // The end mark may be cut by the chunk's end: what could be its beginning stays for the next one.
    const end = rest.indexOf(PASTE_END)
    if (end < 0) {
      const kept = Math.max(0, rest.length - PASTE_END.length + 1)
      pieces.push(rest.slice(0, kept))
      rest = rest.slice(kept)
      return undefined
    }
    pieces.push(rest.slice(0, end))
    rest = rest.slice(end + PASTE_END.length)
    paste = undefined
    return { type: 'paste', text: pieces.join('').replace(/\r\n?/g, '\n').replace(NOT_PASTED, '') }
  }

  /** Takes a whole control sequence or a terminal's answer from the begin; false when there is none. */
  function takeSequence(events: InputEvent[]): boolean {
    const sequence = SEQUENCE.exec(rest)
    const answer = sequence === null && !BEGUN.test(rest) ? ANSWER.exec(rest) : null
    rest = rest.slice((sequence ?? answer)?.[0].length ?? 0)
    if (sequence === null) return answer !== null
    const event = keyOfSequence(sequence[1] ?? sequence[3] ?? '', sequence[2] ?? sequence[4] ?? '')
    if (event !== undefined) events.push(event)
    return true
  }

  /** Takes what begins with an escape character; false when more must come first. */
  function takeEscape(events: InputEvent[]): boolean {
    if (rest.startsWith(PASTE_START)) {
      rest = rest.slice(PASTE_START.length)
      paste = []
      return true
    }
    if (takeSequence(events)) return true
    if (BEGUN.test(rest)) return false
    const next = String.fromCodePoint(rest.codePointAt(1) ?? 0)
    // Escape, then something with alt: the first one was the key.
    rest = rest.slice(next === ESCAPE ? 1 : 1 + next.length)
    events.push({ type: 'key', key: next === ESCAPE ? 'escape' : altKey(next) })
    return true
  }

  /** Takes one event or what is no event; false when more must come first. */
  function takeNext(events: InputEvent[]): boolean {
    if (paste !== undefined) {
      const event = takePaste(paste)
      if (event !== undefined) events.push(event)
      return event !== undefined
    }
    if (rest.startsWith(ESCAPE)) return takeEscape(events)
    const text = (isPasting ? PASTED_TEXT : TEXT).exec(rest)?.[0]
    events.push(text === undefined ? { type: 'key', key: controlKey(rest.charAt(0)) } : { type: 'text', text })
    rest = rest.slice(text?.length ?? 1)
    return true
  }

  function push(chunk: string): readonly InputEvent[] {
    rest += chunk
    isPasting = chunk.length >= PASTED_LENGTH
    const events: InputEvent[] = []
    while (rest !== '' && takeNext(events));
    return events
  }

  return {
    push,
    get isPending() {
      return paste === undefined && rest !== ''
    },
    flush: () => {
      if (paste !== undefined || rest === '') return []
      const begun = rest
      rest = ''
      // ESC [ and ESC O alone are alt with the sign; anything longer was a sequence cut short, of no use.
      if (begun === ESCAPE) return [{ type: 'key', key: 'escape' }]
      return begun.length === 2 ? [{ type: 'key', key: altKey(begun.charAt(1)) }] : []
    },
  }
}
