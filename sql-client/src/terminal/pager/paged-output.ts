import type { Clock, Timer } from '@sql-gateway/gateway-common'
import type { TextSink } from '../../output/text-sink.js'
import { isWider } from './text-window.js'

/** Where text goes that does not fit on the screen. */
export interface PagerTarget {
  write(text: string): Promise<void> | undefined
  end(): void
  /** Resolves when nobody looks at it any more. */
  readonly done: Promise<unknown>
}

/** What paged output is made from. */
export interface PagedOutputInit {
  /** Of the screen. */
  readonly columns: number
  readonly rows: number
  readonly clock: Clock
  /** Puts text on the screen as it is. */
  print(text: string): void
  /** Opens a pager; undefined has all text printed. */
  readonly openTarget: (() => PagerTarget) | undefined
}

/** Text that is printed when it fits on the screen and goes to a pager otherwise. */
export interface PagedOutput {
  readonly sink: TextSink
  /** Says that no more comes; resolves when all is printed, or the user has left the pager. */
  done(): Promise<void>
}

/** Rows of the screen that stay free for what follows: the time that it took, and the prompt. */
const ROWS_KEPT = 3

/** When nothing comes for so long, what is there is printed, for the rest may never come. */
const STALL_MS = 1_000

/** Makes paged output. */
export function createPagedOutput(init: PagedOutputInit): PagedOutput {
  const closed = new AbortController()
  const decoder = new TextDecoder()
  let held: string[] = []
  let heldLines = 0
  let state: 'holding' | 'printing' | 'paging' = init.openTarget === undefined ? 'printing' : 'holding'
  let target: PagerTarget | undefined
  let timer: Timer | undefined

  function release(): string {
    timer?.cancel()
    const text = held.join('')
    held = []
    return text
  }

  function printHeld(): void {
    state = 'printing'
    const text = release()
    if (text !== '') init.print(text)
  }

  function open(openTarget: () => PagerTarget): PagerTarget {
    state = 'paging'
    const opened = openTarget()
    target = opened
    // Whoever has left the pager wants no more of it.
    void opened.done.then(() => closed.abort())
    return opened
  }

  function hold(text: string): Promise<void> | undefined {
    held.push(text)
    const lines = text.split('\n')
    heldLines += lines.length - 1
    timer?.cancel()
    const isTooLarge = heldLines > init.rows - ROWS_KEPT || lines.some((line) => isWider(line, init.columns))
    if (isTooLarge && init.openTarget !== undefined) return open(init.openTarget).write(release())
    timer = init.clock.schedule(STALL_MS, printHeld)
    return undefined
  }

  return {
    sink: {
      columns: init.openTarget === undefined ? init.columns : undefined,
      closed: closed.signal,
      write: (data) => {
        const text = typeof data === 'string' ? data : decoder.decode(data, { stream: true })
        if (closed.signal.aborted) return undefined
        if (target !== undefined) return target.write(text)
        if (state === 'holding') return hold(text)
        init.print(text)
        return undefined
      },
    },
    done: async () => {
      if (state === 'holding') printHeld()
      target?.end()
      await target?.done
    },
  }
}
