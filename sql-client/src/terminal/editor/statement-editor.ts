import { type HistoryCursor, historyCursor, moveInHistory } from '../history/history-cursor.js'
import type { InputEvent, Key } from '../input/key.js'
import { bufferOf, type EditBuffer, insert, lineStart, moveByLine, moveTo, replaceRange, wordAfter } from './edit-buffer.js'
import { type HistorySearch, NEW_SEARCH, stepSearch } from './history-search.js'
import { CUTS, MOTIONS, WORD_CHANGES } from './key-bindings.js'
import { addKill, type KillRing, turnRing } from './kill-ring.js'
import { createUndoStack } from './undo-stack.js'

/** What a key asks of those around the editor. */
export type EditorRequest = 'submit' | 'interrupt' | 'end' | 'complete' | 'clear-screen' | 'suspend'

/** The editor of one statement: its text, and what keys do to it. Knows no terminal. */
export interface StatementEditor {
  readonly buffer: EditBuffer
  /** The search through the history, while it goes on; the buffer is then what it found. */
  readonly search: HistorySearch | undefined
  /** Takes one event. */
  handle(event: InputEvent): EditorRequest | undefined
  /** Puts text in place of a part, as completion does; one step to undo. */
  replace(start: number, end: number, text: string): void
  /** What Ctrl-Y puts back, for the editor of the next statement. */
  readonly killRing: KillRing
}

/** What an editor is made from. */
export interface StatementEditorInit {
  readonly initial: string
  /** Oldest first. */
  readonly history: readonly string[]
  readonly killRing: KillRing
  /** Whether Enter submits this text. */
  isComplete(text: string): boolean
}

/** What the last event did, where the next one may go on with it. */
type LastAction = 'type' | 'kill' | 'yank' | 'vertical' | 'other'

/** Makes the editor. */
export function createStatementEditor(init: StatementEditorInit): StatementEditor {
  return new Editor(init)
}

class Editor implements StatementEditor {
  buffer: EditBuffer
  search: HistorySearch | undefined
  killRing: KillRing
  #history: HistoryCursor
  /** What was typed before the search began. */
  #beforeSearch: EditBuffer | undefined
  #last: LastAction = 'other'
  #goalColumn = 0
  readonly #undo = createUndoStack()
  readonly #isComplete: (text: string) => boolean

  constructor(init: StatementEditorInit) {
    this.buffer = bufferOf(init.initial)
    this.killRing = init.killRing
    this.#history = historyCursor(init.history)
    this.#isComplete = (text) => init.isComplete(text)
  }

  handle(event: InputEvent): EditorRequest | undefined {
    if (this.search !== undefined) {
      const step = stepSearch(this.search, event, this.#history.entries)
      if (step !== 'take') {
        this.#continueSearch(step === 'give-up' ? undefined : step.next)
        return undefined
      }
      this.#takeFound()
    }
    if (event.type === 'key') return this.#press(event.key)
    this.#change(insert(this.buffer, event.text), event.type === 'text' ? 'type' : 'other')
    return undefined
  }

  replace(start: number, end: number, text: string): void {
    this.#change(replaceRange(this.buffer, start, end, text), 'other')
  }

  #press(key: Key): EditorRequest | undefined {
    const motion = MOTIONS.get(key)
    if (motion !== undefined) {
      this.#last = 'other'
      this.buffer = moveTo(this.buffer, motion(this.buffer))
      return undefined
    }
    if (key === 'ctrl-d' && this.buffer.text === '') return 'end'
    const cut = CUTS.get(key)
    if (cut !== undefined) {
      this.#cut(cut.to(this.buffer), cut.isKill)
      return undefined
    }
    const change = WORD_CHANGES.get(key)
    if (change !== undefined) {
      const { text, cursor } = this.buffer
      const end = wordAfter(text, cursor)
      this.replace(cursor, end, change(text.slice(cursor, end)))
      return undefined
    }
    return this.#pressOther(key)
  }

  #pressOther(key: Key): EditorRequest | undefined {
    switch (key) {
      case 'enter':
        return this.#enter()
      case 'alt-enter':
      case 'shift-enter':
      case 'ctrl-enter':
        this.#change(insert(this.buffer, '\n'), 'other')
        return undefined
      case 'up':
      case 'down':
        this.#moveVertically(key === 'up' ? -1 : 1)
        return undefined
      case 'ctrl-p':
      case 'ctrl-n':
      case 'page-up':
      case 'page-down':
        this.#recall(key === 'ctrl-p' || key === 'page-up' ? -1 : 1)
        return undefined
      case 'ctrl-y':
        this.#yank(this.buffer.cursor)
        return undefined
      case 'alt-y':
        if (this.#last === 'yank') this.#yankOlder()
        return undefined
      case 'ctrl-_':
        this.#undoChange()
        return undefined
      case 'ctrl-r':
        this.#beforeSearch = this.buffer
        this.search = NEW_SEARCH
        return undefined
      default:
        return REQUESTS.get(key)
    }
  }

  #enter(): EditorRequest | undefined {
    const { text } = this.buffer
    if (text.trim() !== '' && !this.#isComplete(text)) {
      this.#change(insert(this.buffer, '\n'), 'type')
      return undefined
    }
    this.buffer = bufferOf(text)
    return 'submit'
  }

  #moveVertically(direction: -1 | 1): void {
    const { text, cursor } = this.buffer
    if (this.#last !== 'vertical') this.#goalColumn = cursor - lineStart(text, cursor)
    const moved = moveByLine(this.buffer, direction, this.#goalColumn)
    if (moved === undefined) {
      this.#recall(direction)
      return
    }
    this.buffer = moved
    this.#last = 'vertical'
  }

  #recall(direction: -1 | 1): void {
    const found = moveInHistory(this.#history, direction, this.buffer.text)
    if (found === undefined) return
    this.#history = found.history
    this.#change(bufferOf(found.text), 'other')
  }

  #continueSearch(next: HistorySearch | undefined): void {
    this.search = next
    const found = next?.index === undefined ? undefined : this.#history.entries[next.index]
    if (next === undefined || found === undefined) {
      this.buffer = this.#beforeSearch ?? this.buffer
      return
    }
    const at = found.toLowerCase().indexOf(next.query.toLowerCase())
    this.buffer = moveTo(bufferOf(found), at < 0 ? found.length : at)
  }

  #takeFound(): void {
    const found = this.buffer
    this.search = undefined
    if (this.#beforeSearch !== undefined) this.buffer = this.#beforeSearch
    if (found.text !== this.buffer.text) this.#change(found, 'other')
  }

  #cut(place: number, isKill: boolean): void {
    const { text, cursor } = this.buffer
    const [start, end] = place < cursor ? [place, cursor] : [cursor, place]
    if (start === end) return
    const side = place < cursor ? 'before' : 'after'
    if (isKill) this.killRing = addKill(this.killRing, text.slice(start, end), this.#last === 'kill' ? side : 'no')
    this.#change(replaceRange(this.buffer, start, end, ''), isKill ? 'kill' : 'other')
  }

  #yank(start: number): void {
    this.#change(replaceRange(this.buffer, start, this.buffer.cursor, this.killRing[0] ?? ''), 'yank')
  }

  #yankOlder(): void {
    const start = this.buffer.cursor - (this.killRing[0] ?? '').length
    this.killRing = turnRing(this.killRing)
    this.#yank(start)
  }

  #undoChange(): void {
    const state = this.#undo.pop()
    this.#last = 'other'
    if (state !== undefined) this.buffer = state
  }

  /** Makes a change that can be undone; characters typed in a row are one. */
  #change(next: EditBuffer, action: LastAction): void {
    if (action !== 'type' || this.#last !== 'type') this.#undo.push(this.buffer)
    this.buffer = next
    this.#last = action
  }
}

const REQUESTS: ReadonlyMap<Key, EditorRequest> = new Map<Key, EditorRequest>([
  ['tab', 'complete'],
  ['ctrl-c', 'interrupt'],
  ['ctrl-l', 'clear-screen'],
  ['ctrl-z', 'suspend'],
])
