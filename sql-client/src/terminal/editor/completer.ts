import type { Clock, Timer } from '@sql-gateway/gateway-common'
import type { InputEvent, Key } from '../input/key.js'
import type { EditorHost } from '../terminal.js'
import { type Completion, completionOf } from './completion.js'
import { beginMenu, type CompletionMenu, type MenuStep, narrowMenu, passiveMenu, stepMenu } from './completion-menu.js'
import type { StatementEditor } from './statement-editor.js'

/** Asks for candidates and keeps the menu of them. Typing never waits for it. */
export interface Completer {
  readonly menu: CompletionMenu | undefined
  /**
   * Takes a key if a menu is shown and the key is for it.
   *
   * @param perRow - candidates in a row of the menu
   */
  takeKey(key: Key, perRow: number): boolean
  /** Says what the editor has just taken: the menu is narrowed or goes, and after a pause candidates are asked for. */
  follow(event: InputEvent): void
  /** Asks for candidates now; the only one, or what they have in common, is put into the text. */
  complete(): void
  /** Ends what is under way; no menu is left. */
  close(): void
}

/** What a completer works with. */
export interface CompleterInit {
  readonly editor: Pick<StatementEditor, 'buffer' | 'replace' | 'search'>
  readonly host: EditorHost
  readonly clock: Clock
  /** Whether a place of the text is within quotes or a comment, where nothing is suggested unasked. */
  isQuoted(text: string, place: number): boolean
  /** Told when an answer has changed the menu or the text. */
  onChange(): void
}

/** Who pauses for so long may want to know what there is. */
const PAUSE_MS = 150

/** What is worth a suggestion: a word of two characters, or a name behind a dot. */
const WORD = /(?:[\p{L}_][\p{L}\p{N}_]+|[\p{L}\p{N}_"`]\.[\p{L}\p{N}_]*)$/u
const WORD_CHARACTER = /[\p{L}\p{N}_]/u

/** Makes a completer. */
export function createCompleter({ editor, host, clock, isQuoted, onChange }: CompleterInit): Completer {
  let menu: CompletionMenu | undefined
  let asked = new AbortController()
  let timer: Timer | undefined

  function forget(): void {
    asked.abort()
    timer?.cancel()
  }

  function take({ menu: next, replace }: MenuStep): void {
    menu = next
    if (replace !== undefined) editor.replace(replace.start, replace.end, replace.text)
  }

  /** Asks; an answer for a text that is no more is dropped, and without candidates there is nothing to show and nobody to tell. */
  async function ask(
    source: EditorHost['complete'],
    answer: (completion: Completion, text: string, cursor: number) => void,
  ): Promise<void> {
    const question = new AbortController()
    asked = question
    const { text, cursor } = editor.buffer
    const candidates = await source(text, cursor, question.signal).catch(() => [])
    const completion = question.signal.aborted ? undefined : completionOf(text, cursor, candidates)
    if (completion === undefined) return
    answer(completion, text, cursor)
    onChange()
  }

  function suggest(): void {
    const { text, cursor } = editor.buffer
    const before = text.slice(Math.max(0, cursor - 128), cursor)
    if (editor.search !== undefined || !WORD.test(before) || WORD_CHARACTER.test(text.charAt(cursor)) || isQuoted(text, cursor)) return
    const source = host.suggest
    if (source === undefined) return
    void ask(
      async (...question) => await source(...question),
      (completion, asOf, at) => {
        menu = passiveMenu(completion, asOf, at)
      },
    )
  }

  return {
    get menu() {
      return menu
    },
    takeKey: (key, perRow) => {
      forget()
      if (menu === undefined) return false
      const { text, cursor } = editor.buffer
      const step = stepMenu(menu, key, { text, cursor, perRow })
      menu = undefined
      if (step !== undefined) take(step)
      return step !== undefined
    },
    follow: (event) => {
      forget()
      const { text, cursor } = editor.buffer
      menu = menu === undefined || event.type !== 'text' ? undefined : narrowMenu(menu, text, cursor)
      const isTyping = event.type === 'text' || (event.type === 'key' && event.key === 'backspace')
      if (isTyping && host.suggest !== undefined) timer = clock.schedule(PAUSE_MS, suggest)
    },
    complete: () => {
      forget()
      void ask(
        async (...question) => await host.complete(...question),
        (completion, text, cursor) => take(beginMenu(completion, text, cursor)),
      )
    },
    close: () => {
      forget()
      menu = undefined
    },
  }
}
