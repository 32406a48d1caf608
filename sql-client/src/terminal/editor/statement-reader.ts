import type { Clock } from '@sql-gateway/gateway-common'
import type { Activity } from '../activity.js'
import { createHighlighter, type SpanKind } from '../highlight/highlighter.js'
import type { InputEvent } from '../input/key.js'
import type { Keyboard } from '../input/keyboard.js'
import { editorFrame } from '../render/editor-frame.js'
import type { Frame, FrameRow } from '../render/frame.js'
import { createFramePainter } from '../render/frame-painter.js'
import { createLineCutter } from '../render/line-rows.js'
import { menuGrid, menuRows } from '../render/menu-rows.js'
import type { Palette } from '../render/palette.js'
import { searchRow } from '../render/search-row.js'
import type { EditorHost, ReadOutcome, ReadRequest } from '../terminal.js'
import { type Completer, createCompleter } from './completer.js'
import type { KillRing } from './kill-ring.js'
import { createStatementEditor, type EditorRequest, type StatementEditor } from './statement-editor.js'

/** What a read is made of. */
export interface ReaderInit {
  readonly request: ReadRequest
  readonly host: EditorHost
  readonly keyboard: Keyboard
  readonly clock: Clock
  readonly palette: Palette
  /** Oldest first. */
  readonly history: readonly string[]
  readonly killRing: KillRing
  readonly screen: ReaderScreen
}

/** What the reader needs of the terminal. */
export interface ReaderScreen {
  readonly columns: number
  readonly rows: number
  write(text: string): void
  suspend(): void
}

/** How a read ended, and what the next one goes on with. */
export interface ReaderEnd {
  readonly outcome: ReadOutcome
  readonly killRing: KillRing
}

/** A read of one statement under way. */
export interface StatementReader extends Activity {
  readonly done: Promise<ReaderEnd>
}

/** The menu takes no more rows, nor more than half of the screen. */
const MAX_MENU_ROWS = 8

const MAX_UNASKED_ROWS = 4

/** A statement with more rows is not written out whole when it is submitted. */
const MAX_WHOLE_ROWS = 2_000

/** Where a text is nobody's but the user's. */
const QUOTED: ReadonlySet<SpanKind> = new Set(['string', 'comment'])

const CLEAR_SCREEN = '\x1b[H\x1b[2J'

/** Begins to read a statement: shows the prompt and takes the keys. */
export function readStatement(init: ReaderInit): StatementReader {
  return new Reader(init)
}

class Reader implements StatementReader {
  readonly done: Promise<ReaderEnd>
  readonly #init: ReaderInit
  readonly #editor: StatementEditor
  readonly #highlighter = createHighlighter()
  readonly #cutter = createLineCutter()
  readonly #completer: Completer
  readonly #painter
  readonly #listening: Disposable
  #resolve: (end: ReaderEnd) => void = () => undefined
  #isPaintDue = false
  #isDone = false

  constructor(init: ReaderInit) {
    this.#init = init
    this.done = new Promise((resolve) => {
      this.#resolve = resolve
    })
    this.#editor = createStatementEditor({
      initial: init.request.initial ?? '',
      history: init.history,
      killRing: init.killRing,
      isComplete: (text) => init.host.isComplete(text),
    })
    this.#completer = createCompleter({
      editor: this.#editor,
      host: init.host,
      clock: init.clock,
      isQuoted: (text, place) => this.#highlighter.spansOf(text, place - 1, place).some(({ kind }) => QUOTED.has(kind)),
      onChange: () => this.#paintSoon(),
    })
    this.#painter = createFramePainter((text) => init.screen.write(text), init.screen.columns)
    this.#paint()
    this.#listening = init.keyboard.listen((event) => this.#take(event), 'take')
    if (this.#isDone) this.#listening[Symbol.dispose]()
  }

  resize(): void {
    this.#painter.resize(this.#init.screen.columns)
    this.#paint()
  }

  repaint(): void {
    this.#painter.forget()
    this.#paint()
  }

  leave(): void {
    this.#finish({ kind: 'end' })
  }

  #take(event: InputEvent): boolean {
    if (this.#isDone) return false
    this.#paintSoon()
    if (event.type === 'key' && this.#completer.takeKey(event.key, this.#candidatesPerRow)) return true
    const request = this.#editor.handle(event)
    this.#completer.follow(event)
    if (request !== undefined) this.#serve(request)
    return true
  }

  get #candidatesPerRow(): number {
    const { menu } = this.#completer
    return menu === undefined ? 1 : menuGrid(menu, this.#init.screen.columns).perRow
  }

  #serve(request: EditorRequest): void {
    switch (request) {
      case 'submit':
        this.#finish({ kind: 'statement', text: this.#editor.buffer.text })
        break
      case 'interrupt':
        this.#finish({ kind: 'interrupted' })
        break
      case 'end':
        this.#finish({ kind: 'end' })
        break
      case 'complete':
        this.#completer.complete()
        break
      case 'clear-screen':
        this.#init.screen.write(CLEAR_SCREEN)
        this.repaint()
        break
      case 'suspend':
        this.#painter.finish()
        this.#init.screen.suspend()
        break
    }
  }

  /** Paints once for all that came together. */
  #paintSoon(): void {
    if (this.#isPaintDue) return
    this.#isPaintDue = true
    queueMicrotask(() => {
      this.#isPaintDue = false
      if (!this.#isDone) this.#paint()
    })
  }

  #paint(): void {
    this.#painter.paint(this.#frame())
  }

  #frame(): Frame {
    const { columns, rows } = this.#init.screen
    const below = this.#rowsBelow(columns, Math.max(1, Math.min(MAX_MENU_ROWS, Math.floor(rows / 2))))
    const room = Math.max(1, rows - below.length)
    const frame = this.#editorFrame(room)
    return { rows: [...frame.rows, ...below.slice(0, rows - frame.rows.length)], cursor: frame.cursor }
  }

  #editorFrame(maxRows: number): Frame {
    const { palette, request, screen } = this.#init
    const { columns } = screen
    return editorFrame({
      buffer: this.#editor.buffer,
      prompt: request.prompt,
      columns,
      maxRows,
      palette,
      highlighter: this.#highlighter,
      cutter: this.#cutter,
    })
  }

  #rowsBelow(columns: number, maxRows: number): readonly FrameRow[] {
    const { palette } = this.#init
    const { menu } = this.#completer
    if (menu !== undefined) return menuRows(menu, columns, menu.isUnasked ? Math.min(maxRows, MAX_UNASKED_ROWS) : maxRows, palette)
    return this.#editor.search === undefined ? [] : [searchRow(this.#editor.search, columns, palette)]
  }

  #finish(outcome: ReadOutcome): void {
    if (this.#isDone) return
    this.#isDone = true
    this.#completer.close()
    this.#paintLast()
    this.#painter.finish()
    this.#listening?.[Symbol.dispose]()
    this.#resolve({ outcome, killRing: this.#editor.killRing })
  }

  /** What stays on the screen: the whole statement, even if it was scrolled while it was edited. */
  #paintLast(): void {
    const { rows } = this.#init.screen
    const whole = this.#editorFrame(MAX_WHOLE_ROWS)
    this.#painter.paint(whole.rows.length === MAX_WHOLE_ROWS ? this.#editorFrame(rows) : whole)
  }
}
