/** Keys that have a name. Shift is told only where terminals tell it. */
export type KeyName =
  | 'enter'
  | 'tab'
  | 'escape'
  | 'backspace'
  | 'delete'
  | 'insert'
  | 'up'
  | 'down'
  | 'left'
  | 'right'
  | 'home'
  | 'end'
  | 'page-up'
  | 'page-down'
  | 'space'

/** What is held with a key, in this order. */
export type Modifiers = '' | 'ctrl-' | 'alt-' | 'shift-' | 'ctrl-alt-' | 'ctrl-shift-' | 'alt-shift-' | 'ctrl-alt-shift-'

/** A key as bindings name it: `ctrl-a`, `alt-b`, `shift-tab`, `ctrl-left`, `enter`. Letters and signs stand for themselves. */
export type Key = `${Modifiers}${KeyName}` | `${'ctrl-' | 'alt-' | 'ctrl-alt-'}${string}`

/** What comes from the keyboard. */
export type InputEvent =
  | { readonly type: 'key'; readonly key: Key }
  /** Characters typed; several when they came together. Holds no control characters. */
  | { readonly type: 'text'; readonly text: string }
  /** A bracketed paste, whole, with `\n` for line ends. */
  | { readonly type: 'paste'; readonly text: string }
