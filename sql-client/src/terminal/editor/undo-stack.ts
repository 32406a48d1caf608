import type { EditBuffer } from './edit-buffer.js'

/** Earlier states of the text, for Ctrl-_. */
export interface UndoStack {
  /** Remembers a state before it changes. */
  push(buffer: EditBuffer): void
  /** The state before the last change; undefined at the beginning. */
  pop(): EditBuffer | undefined
}

const MAX_STATES = 500

/** In UTF-16 units over all states: a few edits of a pasted megabyte. */
const MAX_SIZE = 16 * 1024 * 1024

/** Makes an empty stack; the oldest states go when it grows too large. */
export function createUndoStack(): UndoStack {
  const states: EditBuffer[] = []
  let size = 0
  return {
    push: (buffer) => {
      states.push(buffer)
      size += buffer.text.length
      while (states.length > MAX_STATES || (size > MAX_SIZE && states.length > 1)) size -= states.shift()?.text.length ?? 0
    },
    pop: () => {
      const state = states.pop()
      size -= state?.text.length ?? 0
      return state
    },
  }
}
