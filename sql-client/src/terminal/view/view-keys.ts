import type { InputEvent, Key } from '../input/key.js'

/** What a key does in a view. */
export type ViewCommand =
  | 'quit'
  | 'interrupt'
  | 'suspend'
  | 'next-page'
  | 'previous-page'
  | 'first'
  | 'last'
  | 'up'
  | 'down'
  | 'left'
  | 'right'
  | 'go-to'
  | 'faster'
  | 'slower'
  | 'refresh'
  | 'open'

/** Letters of Flink's client, and those of `less` where they are free. */
const BY_LETTER: Readonly<Record<string, ViewCommand>> = {
  q: 'quit',
  n: 'next-page',
  ' ': 'next-page',
  p: 'previous-page',
  b: 'previous-page',
  l: 'last',
  g: 'go-to',
  j: 'down',
  k: 'up',
  '+': 'slower',
  '-': 'faster',
  r: 'refresh',
  o: 'open',
}

const BY_KEY: ReadonlyMap<Key, ViewCommand> = new Map<Key, ViewCommand>([
  ['ctrl-c', 'interrupt'],
  ['ctrl-d', 'quit'],
  ['ctrl-z', 'suspend'],
  ['escape', 'quit'],
  ['page-down', 'next-page'],
  ['page-up', 'previous-page'],
  ['home', 'first'],
  ['end', 'last'],
  ['up', 'up'],
  ['down', 'down'],
  ['left', 'left'],
  ['right', 'right'],
  ['enter', 'open'],
  ['ctrl-l', 'refresh'],
])

/** What an event asks of a view; of several characters at once the first. */
export function viewCommand(event: InputEvent): ViewCommand | undefined {
  if (event.type === 'key') return BY_KEY.get(event.key)
  return event.type === 'text' ? BY_LETTER[event.text.charAt(0).toLowerCase()] : undefined
}
