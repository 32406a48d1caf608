import type { Key } from '../input/key.js'

/** What a key does in the pager. */
export type PagerMove =
  | 'line'
  | 'back-line'
  | 'page'
  | 'back-page'
  | 'half'
  | 'back-half'
  | 'top'
  | 'bottom'
  | 'left'
  | 'right'
  | 'quit'
  | 'suspend'

/** Keys with a name, as in `less`. */
export const MOVES_BY_KEY: ReadonlyMap<Key, PagerMove> = new Map<Key, PagerMove>([
  ['down', 'line'],
  ['enter', 'line'],
  ['up', 'back-line'],
  ['page-down', 'page'],
  ['ctrl-f', 'page'],
  ['page-up', 'back-page'],
  ['ctrl-b', 'back-page'],
  ['ctrl-d', 'half'],
  ['ctrl-u', 'back-half'],
  ['home', 'top'],
  ['end', 'bottom'],
  ['left', 'left'],
  ['right', 'right'],
  ['ctrl-c', 'quit'],
  ['ctrl-z', 'suspend'],
])

/** Letters, as in `less`. */
export const MOVES_BY_LETTER: Readonly<Record<string, PagerMove>> = {
  j: 'line',
  e: 'line',
  k: 'back-line',
  y: 'back-line',
  ' ': 'page',
  f: 'page',
  b: 'back-page',
  d: 'half',
  u: 'back-half',
  g: 'top',
  '<': 'top',
  G: 'bottom',
  '>': 'bottom',
  q: 'quit',
  Q: 'quit',
}
