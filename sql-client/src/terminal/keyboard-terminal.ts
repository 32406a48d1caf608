import type { TextSink } from '../output/text-sink.js'
import type { Activity } from './activity.js'
import { createTerminalDevice, type TerminalDevice } from './device/terminal-device.js'
import type { KillRing } from './editor/kill-ring.js'
import { readStatement } from './editor/statement-reader.js'
import { createHistoryFile } from './history/history-file.js'
import { createStatementHistory } from './history/statement-history.js'
import type { InputEvent } from './input/key.js'
import { createKeyboard } from './input/keyboard.js'
import { createInterruptListeners } from './interrupt-listeners.js'
import { createPagedOutput, type PagerTarget } from './pager/paged-output.js'
import { openPagerTarget } from './pager/pager-target.js'
import { createFramePainter, type FramePainter } from './render/frame-painter.js'
import { paletteFor } from './render/palette.js'
import type { ReadOutcome, ReadRequest, ShellTerminal, TerminalInit, ViewEnd, ViewSettings } from './terminal.js'
import { cutToWidth, displayWidth } from './text/display-width.js'
import { createMaterializedTable } from './view/materialized-table.js'
import { type ResultViewInit, showResult, type ViewScreen } from './view/result-view.js'
import { createChangelog, MAX_WEIGHT, type RowStore } from './view/row-store.js'

const CLEAR_SCREEN = '\x1b[H\x1b[2J'
const LINE_FEED = 0x0a

/** Makes a terminal that takes every key. */
export function createKeyboardTerminal(init: TerminalInit): ShellTerminal {
  return new KeyboardTerminal(init)
}

class KeyboardTerminal implements ShellTerminal {
  readonly output: TextSink
  readonly #init: TerminalInit
  readonly #device: TerminalDevice
  readonly #screen: ViewScreen
  readonly #keyboard
  readonly #palette
  readonly #history
  readonly #progress: FramePainter
  readonly #gone = new AbortController()
  readonly #interrupts = createInterruptListeners()
  #hasProgress = false
  /** Whether output ended in the middle of a line. */
  #isMidLine = false
  #activity: Activity | undefined
  #killRing: KillRing = []

  constructor(init: TerminalInit) {
    this.#init = init
    const { environment, clock, output } = init
    this.#palette = paletteFor(output.getColorDepth({ ...environment }) > 1 && !environment['NO_COLOR'])
    this.#history = createStatementHistory(init.historyFile === undefined ? undefined : createHistoryFile(init.historyFile, clock))
    this.#keyboard = createKeyboard(clock)
    this.#device = createTerminalDevice(init.input, output, {
      onInput: (bytes) => this.#keyboard.push(bytes),
      onResize: () => this.#onResize(),
      onGone: () => this.#onGone(),
      onResume: () => this.#activity?.repaint(),
    })
    const device = this.#device
    this.#progress = createFramePainter(device.paint, device.columns)
    this.#screen = {
      get columns() {
        return device.columns
      },
      get rows() {
        return device.rows
      },
      write: device.paint,
      suspend: device.suspend,
    }
    this.#keyboard.listen((event) => this.#takeUnasked(event), 'keep')
    device.takeKeyboard()
    this.output = {
      get columns() {
        return device.columns
      },
      closed: this.#gone.signal,
      write: (data) => this.#print(data),
    }
  }

  get size(): { readonly columns: number; readonly rows: number } {
    return { columns: this.#device.columns, rows: this.#device.rows }
  }

  async readStatement(request: ReadRequest): Promise<ReadOutcome> {
    await this.#history.loaded
    if (this.#device.isGone) return { kind: 'end' }
    this.showProgress(undefined)
    if (this.#isMidLine) this.#print('\n')
    const reader = readStatement({
      request,
      host: this.#init.host,
      keyboard: this.#keyboard,
      clock: this.#init.clock,
      palette: this.#palette,
      history: this.#history.entries,
      killRing: this.#killRing,
      screen: this.#screen,
    })
    this.#activity = reader
    const { outcome, killRing } = await reader.done
    this.#activity = undefined
    this.#killRing = killRing
    if (outcome.kind === 'statement') this.#history.add(outcome.text)
    return outcome
  }

  openPager(): { readonly sink: TextSink; done(): Promise<void> } {
    const openTarget = openPagerTarget({
      environment: this.#init.environment,
      device: this.#device,
      screen: this.#screen,
      keyboard: this.#keyboard,
      palette: this.#palette,
      onActivity: (activity) => {
        this.#activity = activity
      },
    })
    return createPagedOutput({
      columns: this.#device.columns,
      rows: this.#device.rows,
      clock: this.#init.clock,
      print: (text) => this.#print(text),
      openTarget:
        openTarget &&
        ((): PagerTarget => {
          this.showProgress(undefined)
          return openTarget()
        }),
    })
  }

  showProgress(line: string | undefined): void {
    if (line === undefined) {
      if (this.#hasProgress) this.#progress.erase()
      this.#hasProgress = false
      return
    }
    // Nothing of it belongs into a view, or behind half a line of output.
    if (this.#activity !== undefined || this.#isMidLine) return
    const { columns } = this.#device
    const text = cutToWidth(line, columns - 1)
    const width = displayWidth(text)
    this.#hasProgress = true
    this.#progress.paint({ rows: [{ text: this.#palette.dim(text), width }], cursor: { row: 0, column: width } })
  }

  onInterrupt(listener: () => void): Disposable {
    return this.#interrupts.add(listener)
  }

  showChangelog(result: ResultViewInit['result'], settings: ViewSettings): Promise<ViewEnd> {
    return this.#show('Changelog', result, settings, createChangelog({ maxRows: settings.maxRows, maxWeight: MAX_WEIGHT }), true)
  }

  showTable(result: ResultViewInit['result'], settings: ViewSettings): Promise<ViewEnd> {
    return this.#show('Table', result, settings, createMaterializedTable({ maxRows: settings.maxRows, maxWeight: MAX_WEIGHT }), false)
  }

  clear(): void {
    this.showProgress(undefined)
    this.#device.write(CLEAR_SCREEN)
    this.#isMidLine = false
  }

  async close(): Promise<void> {
    this.showProgress(undefined)
    this.#keyboard.close()
    this.#device.close()
    await this.#history.saved()
  }

  async #show(
    title: string,
    result: ResultViewInit['result'],
    settings: ViewSettings,
    store: RowStore,
    showsKinds: boolean,
  ): Promise<ViewEnd> {
    this.showProgress(undefined)
    this.#device.setFullScreen(true)
    const view = showResult({
      title,
      result,
      settings,
      store,
      showsKinds,
      screen: this.#screen,
      keyboard: this.#keyboard,
      clock: this.#init.clock,
      palette: this.#palette,
    })
    this.#activity = view
    const end = await view.done
    this.#activity = undefined
    this.#device.setFullScreen(false)
    return end
  }

  #print(data: string | Uint8Array): undefined {
    if (data.length === 0) return
    this.showProgress(undefined)
    this.#device.write(data)
    this.#isMidLine = typeof data === 'string' ? !data.endsWith('\n') : data.at(-1) !== LINE_FEED
  }

  /** Takes keys while nothing reads them: those that act at once. The others are for the next statement. */
  #takeUnasked(event: InputEvent): boolean {
    if (event.type !== 'key') return false
    if (event.key === 'ctrl-z') {
      this.showProgress(undefined)
      this.#device.suspend()
      return true
    }
    if (event.key !== 'ctrl-c') return false
    this.#keyboard.forgetTypedAhead()
    this.#interrupts.tell()
    return true
  }

  #onResize(): void {
    if (this.#activity === undefined) this.#progress.resize(this.#device.columns)
    else this.#activity.resize()
  }

  #onGone(): void {
    this.#gone.abort()
    this.#activity?.leave()
    this.#interrupts.tell()
  }
}
