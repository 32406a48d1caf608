import type { Activity } from '../activity.js'
import type { InputEvent } from '../input/key.js'
import type { Keyboard } from '../input/keyboard.js'
import type { FrameRow } from '../render/frame.js'
import type { Palette } from '../render/palette.js'
import { cutToWidth, displayWidth } from '../text/display-width.js'
import { createFullScreen, type FullScreen } from '../view/full-screen.js'
import type { ViewScreen } from '../view/result-view.js'
import { createLineStore } from './line-store.js'
import { MOVES_BY_KEY, MOVES_BY_LETTER, type PagerMove } from './pager-keys.js'
import { plainLine, windowOf } from './text-window.js'

/** What a pager needs. */
export interface PagerInit {
  /** In the mode for full screens. */
  readonly screen: ViewScreen
  readonly keyboard: Keyboard
  readonly palette: Palette
}

/** The client's own pager: text on the whole screen, with the keys of `less`. */
export interface PagerView extends Activity {
  /** Takes more text; the promise is there while far more has come than was looked at. */
  write(text: string): Promise<void> | undefined
  /** Says that no more comes. */
  end(): void
  /** Resolves when the user has left, or the terminal is gone. */
  readonly done: Promise<void>
  /** The lines that are on the screen, without empty ones at the end. */
  page(): readonly string[]
}

/** How much text is kept; the oldest goes. In UTF-16 units. */
const MAX_TEXT = 32 * 1024 * 1024

/** So many lines beyond the screen are taken before the writer has to wait. */
const LINES_AHEAD = 2_000

/** Cells by which the arrow keys move to the side. */
const SIDE_STEP = 8

/** Shows a pager. */
export function showPager(init: PagerInit): PagerView {
  return new Pager(init)
}

class Pager implements PagerView {
  readonly done: Promise<void>
  readonly #init: PagerInit
  readonly #full: FullScreen
  readonly #lines = createLineStore(MAX_TEXT)
  #resolve: () => void = () => undefined
  readonly #listening: Disposable
  #top = 0
  #left = 0
  #isEnded = false
  #isDrawDue = false
  #isLeft = false
  /** Goes to the end and stays there while more comes. */
  #isAtBottom = false
  /** What is searched for; while it is typed, and after. */
  #typing: string | undefined
  #search = ''
  #message = ''
  #release: (() => void) | undefined

  constructor(init: PagerInit) {
    this.#init = init
    this.done = new Promise((resolve) => {
      this.#resolve = resolve
    })
    this.#full = createFullScreen(init.screen, (text) => init.screen.write(text))
    this.#listening = init.keyboard.listen((event) => this.#take(event), 'keep')
  }

  write(text: string): Promise<void> | undefined {
    if (this.#isLeft) return undefined
    this.#lines.add(text)
    this.#drawSoon()
    if (this.#isAtBottom || this.#lines.size < this.#top + this.#page + LINES_AHEAD) return undefined
    return new Promise((resolve) => {
      this.#release = resolve
    })
  }

  end(): void {
    this.#lines.end()
    this.#isEnded = true
    this.#draw()
  }

  page(): readonly string[] {
    return this.#visible().map(({ text }) => text)
  }

  resize(): void {
    this.repaint()
  }

  repaint(): void {
    this.#full.forget()
    this.#draw()
  }

  leave(): void {
    if (this.#isLeft) return
    this.#isLeft = true
    this.#listening[Symbol.dispose]()
    this.#release?.()
    this.#resolve()
  }

  get #page(): number {
    return Math.max(1, this.#init.screen.rows - 1)
  }

  get #lastTop(): number {
    return Math.max(0, this.#lines.size - this.#page)
  }

  #take(event: InputEvent): boolean {
    if (this.#isLeft) return false
    this.#message = ''
    if (this.#typing !== undefined) this.#typeSearch(this.#typing, event)
    else if (event.type === 'key') this.#move(MOVES_BY_KEY.get(event.key))
    else for (const letter of event.text) this.#letter(letter)
    this.#draw()
    return true
  }

  #letter(letter: string): void {
    if (this.#typing !== undefined) this.#typing += letter
    else if (letter === '/') this.#typing = ''
    else if (letter === 'n') this.#find(1, this.#top + 1)
    else if (letter === 'N') this.#find(-1, this.#top - 1)
    else this.#move(MOVES_BY_LETTER[letter])
  }

  #typeSearch(typed: string, event: InputEvent): void {
    if (event.type !== 'key') this.#typing = typed + event.text
    else if (event.key === 'backspace') this.#typing = typed === '' ? undefined : typed.slice(0, -1)
    else {
      this.#typing = undefined
      if (event.key !== 'enter') return
      if (typed !== '') this.#search = typed
      this.#find(1, this.#top)
    }
  }

  #find(direction: 1 | -1, from: number): void {
    const wanted = this.#search.toLowerCase()
    if (wanted === '') return
    for (let i = from; i >= 0 && i < this.#lines.size; i += direction) {
      if (!plainLine(this.#lines.line(i)).toLowerCase().includes(wanted)) continue
      this.#top = Math.min(i, this.#lastTop)
      this.#isAtBottom = false
      return
    }
    this.#message = 'not found'
  }

  #move(move: PagerMove | undefined): void {
    const page = this.#page
    const steps: Partial<Record<PagerMove, number>> = {
      line: 1,
      'back-line': -1,
      page,
      'back-page': -page,
      half: Math.ceil(page / 2),
      'back-half': -Math.ceil(page / 2),
    }
    if (move === undefined) return
    const step = steps[move]
    if (step !== undefined) this.#scrollTo(this.#top + step)
    else if (move === 'top') this.#scrollTo(0)
    else if (move === 'bottom') this.#scrollToEnd()
    else if (move === 'left') this.#left = Math.max(0, this.#left - SIDE_STEP)
    else if (move === 'right') this.#left += SIDE_STEP
    else if (move === 'suspend') this.#init.screen.suspend()
    else this.leave()
  }

  #scrollTo(top: number): void {
    this.#isAtBottom = false
    this.#top = Math.max(0, Math.min(top, this.#lastTop))
    this.#release?.()
    this.#release = undefined
  }

  #scrollToEnd(): void {
    this.#scrollTo(this.#lastTop)
    this.#isAtBottom = true
  }

  /** Draws once for all that is written in a row. */
  #drawSoon(): void {
    if (this.#isDrawDue) return
    this.#isDrawDue = true
    setImmediate(() => {
      this.#isDrawDue = false
      this.#draw()
    })
  }

  #draw(): void {
    if (this.#isLeft) return
    const { columns } = this.#init.screen
    if (this.#isAtBottom) this.#top = this.#lastTop
    this.#top = Math.min(this.#top, this.#lastTop)
    const rows = this.#visible()
    const filler = Array.from({ length: this.#page - rows.length }, (): FrameRow => ({ text: '', width: 0 }))
    this.#full.show([...rows, ...filler, this.#status(columns)])
  }

  #visible(): readonly FrameRow[] {
    const count = Math.min(this.#page, this.#lines.size - this.#top)
    return Array.from({ length: count }, (_, i) => windowOf(this.#lines.line(this.#top + i), this.#left, this.#init.screen.columns))
  }

  #status(columns: number): FrameRow {
    const last = Math.min(this.#top + this.#page, this.#lines.size)
    const first = this.#lines.dropped + this.#top + 1
    const total = `${this.#lines.dropped + this.#lines.size}${this.#isEnded ? '' : '+'}`
    const place = `lines ${first}-${this.#lines.dropped + last} of ${total}`
    const plain =
      this.#typing === undefined ? [place, this.#message, 'Q quit  space page  / search'].filter(Boolean).join('   ') : `/${this.#typing}`
    const text = cutToWidth(plain, columns)
    return { text: this.#init.palette.selected(text), width: displayWidth(text) }
  }
}
