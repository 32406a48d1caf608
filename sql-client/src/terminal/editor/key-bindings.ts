import type { Key } from '../input/key.js'
import {
  blankWordBefore,
  type EditBuffer,
  graphemeAfter,
  graphemeBefore,
  lineEnd,
  lineStart,
  wordAfter,
  wordBefore,
} from './edit-buffer.js'

/** Where a key moves the cursor. */
export type Motion = (buffer: EditBuffer) => number

/** What a key cuts out: from the cursor back or on to a place. */
export interface Cut {
  readonly to: Motion
  /** Cut text can be put back by Ctrl-Y; deleted text cannot. */
  readonly isKill: boolean
}

const start: Motion = ({ text, cursor }) => lineStart(text, cursor)
const end: Motion = ({ text, cursor }) => lineEnd(text, cursor)
const left: Motion = ({ text, cursor }) => graphemeBefore(text, cursor)
const right: Motion = ({ text, cursor }) => graphemeAfter(text, cursor)
const wordLeft: Motion = ({ text, cursor }) => wordBefore(text, cursor)
const wordRight: Motion = ({ text, cursor }) => wordAfter(text, cursor)
const textStart: Motion = () => 0
const textEnd: Motion = ({ text }) => text.length

/** To the line's begin or end or, there already, over the line feed, so that repeating goes on. */
const startOrBefore: Motion = (buffer) => (start(buffer) === buffer.cursor ? left(buffer) : start(buffer))
const endOrAfter: Motion = (buffer) => (end(buffer) === buffer.cursor ? right(buffer) : end(buffer))

/** Keys that move the cursor within the text, as readline and Emacs bind them. */
export const MOTIONS: ReadonlyMap<Key, Motion> = new Map<Key, Motion>([
  ['ctrl-a', start],
  ['home', start],
  ['ctrl-e', end],
  ['end', end],
  ['ctrl-b', left],
  ['left', left],
  ['ctrl-f', right],
  ['right', right],
  ['alt-b', wordLeft],
  ['ctrl-left', wordLeft],
  ['alt-left', wordLeft],
  ['alt-f', wordRight],
  ['ctrl-right', wordRight],
  ['alt-right', wordRight],
  ['alt-<', textStart],
  ['ctrl-home', textStart],
  ['alt->', textEnd],
  ['ctrl-end', textEnd],
])

/** Keys that delete or cut out. Ctrl-D does so only where there is text, which the editor decides. */
export const CUTS: ReadonlyMap<Key, Cut> = new Map<Key, Cut>([
  ['backspace', { to: left, isKill: false }],
  ['shift-backspace', { to: left, isKill: false }],
  ['ctrl-h', { to: left, isKill: false }],
  ['delete', { to: right, isKill: false }],
  ['ctrl-d', { to: right, isKill: false }],
  ['ctrl-k', { to: endOrAfter, isKill: true }],
  ['ctrl-u', { to: startOrBefore, isKill: true }],
  ['ctrl-w', { to: ({ text, cursor }) => blankWordBefore(text, cursor), isKill: true }],
  ['alt-backspace', { to: wordLeft, isKill: true }],
  ['ctrl-alt-h', { to: wordLeft, isKill: true }],
  ['ctrl-backspace', { to: wordLeft, isKill: true }],
  ['alt-d', { to: wordRight, isKill: true }],
  ['ctrl-delete', { to: wordRight, isKill: true }],
])

/** Keys that write the word at the cursor anew. */
export const WORD_CHANGES: ReadonlyMap<Key, (word: string) => string> = new Map<Key, (word: string) => string>([
  ['alt-u', (word) => word.toUpperCase()],
  ['alt-l', (word) => word.toLowerCase()],
])
