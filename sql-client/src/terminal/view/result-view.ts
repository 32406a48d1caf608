import type { Clock, Timer } from '@sql-gateway/gateway-common'
import type { StatementResult, TextRow } from '../../result/statement-result.js'
import type { Activity } from '../activity.js'
import type { InputEvent } from '../input/key.js'
import type { Keyboard } from '../input/keyboard.js'
import type { FrameRow } from '../render/frame.js'
import type { Palette } from '../render/palette.js'
import type { ViewEnd, ViewSettings } from '../terminal.js'
import { createFullScreen, type FullScreen } from './full-screen.js'
import { createGrid, type Grid } from './grid.js'
import { DEFAULT_INTERVAL_MS, otherInterval } from './refresh-interval.js'
import { rowDetail } from './row-detail.js'
import type { RowStore } from './row-store.js'
import { footerRow, titleRow } from './view-chrome.js'
import { type ViewCommand, viewCommand } from './view-keys.js'
import { FOLLOWING, goToPage, type ListSize, movePages, moveSelection, settle, type Viewport } from './viewport.js'

/** What a view needs of the terminal; it must be in the mode for full screens. */
export interface ViewScreen {
  readonly columns: number
  readonly rows: number
  write(text: string): void
  suspend(): void
}

/** What a view is made from. */
export interface ResultViewInit {
  readonly title: string
  readonly result: StatementResult
  readonly settings: ViewSettings
  readonly store: RowStore
  /** Whether the kinds of rows are shown. */
  readonly showsKinds: boolean
  readonly screen: ViewScreen
  readonly keyboard: Keyboard
  readonly clock: Clock
  readonly palette: Palette
}

/** A view of a result, on the screen until the user leaves it or the result fails. */
export interface ResultView extends Activity {
  readonly done: Promise<ViewEnd>
}

/** Rows that are no rows of the result: title, header, keys. */
const CHROME_ROWS = 3

/** Shows a result as it comes. */
export function showResult(init: ResultViewInit): ResultView {
  return new View(init)
}

class View implements ResultView {
  readonly done: Promise<ViewEnd>
  readonly #init: ResultViewInit
  readonly #screen: FullScreen
  readonly #grid: Grid
  #resolve: (end: ViewEnd) => void = () => undefined
  readonly #listening: Disposable
  #viewport: Viewport = FOLLOWING
  #firstColumn = 0
  #intervalMs = DEFAULT_INTERVAL_MS
  #timer: Timer | undefined
  #rowCount = 0
  #updatedAt: number
  #state: 'running' | 'finished' | 'left' = 'running'
  /** Digits of the page to go to, while they are typed. */
  #page: string | undefined
  /** The row that is open, and how far it is scrolled. */
  #opened: { readonly row: TextRow; readonly top: number } | undefined

  constructor(init: ResultViewInit) {
    this.#init = init
    this.#updatedAt = init.clock.now()
    this.done = new Promise((resolve) => {
      this.#resolve = resolve
    })
    this.#screen = createFullScreen(init.screen, (text) => init.screen.write(text))
    this.#grid = createGrid({
      columns: init.result.columns,
      maxColumnWidth: init.settings.maxColumnWidth,
      showsKinds: init.showsKinds,
      palette: init.palette,
    })
    this.#draw()
    this.#listening = init.keyboard.listen((event) => this.#take(event), 'keep')
    void this.#receive()
  }

  resize(): void {
    this.repaint()
  }

  repaint(): void {
    this.#screen.forget()
    this.#draw()
  }

  leave(): void {
    this.#leave()
  }

  async #receive(): Promise<void> {
    try {
      for await (const page of this.#init.result.pages()) {
        if (this.#state === 'left') return
        const rows = page.rows()
        const isFirst = this.#rowCount === 0 && rows.length > 0
        for (const row of rows) this.#init.store.add(row)
        this.#rowCount += rows.length
        if (isFirst) this.#refresh()
      }
      if (this.#state === 'left') return
      this.#state = 'finished'
      this.#refresh()
    } catch (error) {
      this.#leave(error)
    }
  }

  /** Draws what has come since, and again after a while. */
  #refresh(): void {
    this.#timer?.cancel()
    if (this.#state === 'left') return
    this.#updatedAt = this.#init.clock.now()
    this.#draw()
    if (this.#state === 'running') this.#timer = this.#init.clock.schedule(this.#intervalMs, () => this.#refresh())
  }

  #leave(error?: unknown): void {
    if (this.#state === 'left') return
    this.#state = 'left'
    this.#timer?.cancel()
    this.#listening[Symbol.dispose]()
    // Also ends the wait for the next page, if one goes on.
    void this.#init.result.close()
    this.#resolve({ rowCount: this.#rowCount, ...(error === undefined ? {} : { error }) })
  }

  #take(event: InputEvent): boolean {
    if (this.#state === 'left') return false
    if (this.#page !== undefined && this.#typePage(this.#page, event)) return true
    const command = viewCommand(event)
    if (command === undefined) return true
    if (command === 'suspend') this.#init.screen.suspend()
    else if (this.#opened !== undefined && command !== 'interrupt') this.#inOpened(this.#opened, command)
    else this.#obey(command)
    this.#draw()
    return true
  }

  /** Takes a key for the number of a page; false for what is no part of it. */
  #typePage(digits: string, event: InputEvent): boolean {
    if (event.type === 'text' && /^\d+$/.test(event.text)) this.#page = (digits + event.text).slice(0, 9)
    else if (event.type === 'key' && event.key === 'backspace') this.#page = digits.slice(0, -1)
    else {
      this.#page = undefined
      if (event.type !== 'key' || event.key !== 'enter') return event.type === 'key' && event.key === 'escape'
      if (digits !== '') this.#viewport = goToPage(this.#list, Number(digits))
    }
    this.#draw()
    return true
  }

  #obey(command: ViewCommand): void {
    const list = this.#list
    switch (command) {
      case 'quit':
      case 'interrupt':
        this.#leave()
        break
      case 'next-page':
      case 'previous-page':
        this.#viewport = movePages(this.#viewport, list, command === 'next-page' ? 1 : -1)
        break
      case 'first':
        this.#viewport = { top: 0, selected: 0, isFollowing: false }
        break
      case 'last':
        this.#viewport = FOLLOWING
        break
      case 'up':
      case 'down':
        this.#viewport = moveSelection(this.#viewport, list, command === 'down' ? 1 : -1)
        break
      case 'left':
        this.#firstColumn = Math.max(0, this.#firstColumn - 1)
        break
      case 'right':
        this.#firstColumn = Math.max(0, Math.min(this.#init.result.columns.length - 1, this.#firstColumn + 1))
        break
      case 'go-to':
        this.#page = ''
        break
      case 'faster':
      case 'slower':
        this.#intervalMs = otherInterval(this.#intervalMs, command)
        this.#refresh()
        break
      case 'refresh':
        this.#refresh()
        break
      case 'open':
        this.#open()
        break
    }
  }

  #open(): void {
    const { selected } = settle(this.#viewport, this.#list)
    const [row] = this.#init.store.slice(selected, selected + 1)
    if (row !== undefined) this.#opened = { row, top: 0 }
  }

  #inOpened(opened: { readonly row: TextRow; readonly top: number }, command: ViewCommand): void {
    const page = this.#list.pageSize
    const steps: Partial<Record<ViewCommand, number>> = { up: -1, down: 1, 'next-page': page, 'previous-page': -page }
    const step = steps[command]
    if (step !== undefined) this.#opened = { row: opened.row, top: Math.max(0, opened.top + step) }
    else if (command === 'quit' || command === 'open') this.#opened = undefined
  }

  get #list(): ListSize {
    return { size: this.#init.store.size, pageSize: Math.max(1, this.#init.screen.rows - CHROME_ROWS) }
  }

  #draw(): void {
    if (this.#state === 'left') return
    const { screen, palette, result } = this.#init
    const { columns } = screen
    const body =
      this.#opened === undefined ? this.#tableRows() : this.#openedRows(rowDetail(result.columns, this.#opened.row, columns, palette))
    const room = Math.max(1, screen.rows - 2)
    const filled = [...body, ...Array.from({ length: Math.max(0, room - body.length) }, (): FrameRow => ({ text: '', width: 0 }))]
    this.#screen.show([
      titleRow({
        ...this.#init,
        ...this.#list,
        dropped: this.#init.store.dropped,
        viewport: this.#viewport,
        state: this.#state,
        intervalMs: this.#intervalMs,
        updatedAt: this.#updatedAt,
      }),
      ...filled.slice(0, room),
      footerRow({ page: this.#page, isOpen: this.#opened !== undefined, columns, palette }),
    ])
  }

  #tableRows(): readonly FrameRow[] {
    const { store, screen } = this.#init
    this.#viewport = settle(this.#viewport, this.#list)
    const { top, selected } = this.#viewport
    const rows = store.slice(top, top + this.#list.pageSize)
    this.#grid.fit(rows)
    return [
      this.#grid.header(this.#firstColumn, screen.columns),
      ...rows.map((row, i) => this.#grid.row(row, this.#firstColumn, screen.columns, !this.#viewport.isFollowing && top + i === selected)),
    ]
  }

  #openedRows(rows: readonly FrameRow[]): readonly FrameRow[] {
    const top = Math.min(this.#opened?.top ?? 0, Math.max(0, rows.length - 1))
    if (this.#opened !== undefined) this.#opened = { ...this.#opened, top }
    return rows.slice(top)
  }
}
