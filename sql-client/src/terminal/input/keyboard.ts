import { StringDecoder } from 'node:string_decoder'
import type { Clock, Timer } from '@sql-gateway/gateway-common'
import type { InputEvent } from './key.js'
import { createKeyDecoder } from './key-decoder.js'

/** Takes one event; false says that it was not for this listener and is for a later one. */
export type InputListener = (event: InputEvent) => boolean

/** The keys of a terminal, given to one listener at a time. What nobody wanted waits for the next listener, as typed ahead. */
export interface Keyboard {
  /**
   * Makes a listener the one that is asked; the one before is asked again after the end.
   *
   * @param typedAhead - `take`: it first gets what was typed ahead, within this call; `keep`: that is for a later one
   */
  listen(listener: InputListener, typedAhead: 'take' | 'keep'): Disposable
  /** Drops what was typed ahead. */
  forgetTypedAhead(): void
  /** Takes bytes from the terminal. */
  push(chunk: Uint8Array): void
  /** Stops the timer. */
  close(): void
}

/** How long after an escape character nothing must come for it to be the key Escape. */
const ESCAPE_MS = 50

/** What is kept of keys that nobody asked for, in characters; a cat on the keyboard needs no more. */
const MAX_TYPED_AHEAD = 8 * 1024 * 1024

/** Makes the keyboard. */
export function createKeyboard(clock: Clock): Keyboard {
  const decoder = createKeyDecoder()
  const utf8 = new StringDecoder('utf8')
  const listeners: InputListener[] = []
  let typedAhead: InputEvent[] = []
  let typedAheadSize = 0
  let timer: Timer | undefined

  function keep(event: InputEvent): void {
    typedAheadSize += event.type === 'key' ? 1 : event.text.length
    if (typedAheadSize <= MAX_TYPED_AHEAD) typedAhead.push(event)
  }

  function deliver(events: readonly InputEvent[]): void {
    for (const event of events) if (listeners.at(-1)?.(event) !== true) keep(event)
  }

  /** Gives a new listener what waits, in order, until one of the events ends its listening. */
  function replay(listener: InputListener): void {
    const waiting = typedAhead
    forget()
    for (const event of waiting) if (listeners.at(-1) !== listener || !listener(event)) keep(event)
  }

  function forget(): void {
    typedAhead = []
    typedAheadSize = 0
  }

  return {
    listen: (listener, ahead) => {
      listeners.push(listener)
      if (ahead === 'take') replay(listener)
      return {
        [Symbol.dispose]: () => {
          const index = listeners.lastIndexOf(listener)
          if (index >= 0) listeners.splice(index, 1)
        },
      }
    },
    forgetTypedAhead: forget,
    push: (chunk) => {
      timer?.cancel()
      deliver(decoder.push(utf8.write(Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength))))
      if (decoder.isPending) timer = clock.schedule(ESCAPE_MS, () => deliver(decoder.flush()))
    },
    close: () => timer?.cancel(),
  }
}
