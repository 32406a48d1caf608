import { type Clock, LATE, withinLimit } from '@sql-gateway/gateway-common'
import type { ResultPage, TextRow } from '../result/statement-result.js'

/** Rows that are worth a look at together. */
const ENOUGH_ROWS = 1_000
/** How long the first of them waits for more. */
const PATIENCE_MS = 1_000

/** What came next: a page, the end, an error, or nothing for as long as the rows at hand may wait. */
type Event = IteratorResult<ResultPage> | typeof LATE | { readonly failure: unknown }

/** What rows are gathered as. */
export interface RowsOf<T> {
  /** Makes what is wanted of a page. */
  of(page: ResultPage): T
  rowCount(rows: T): number
  /** The same, good beyond the page. */
  kept(rows: T): T
}

/**
 * Puts together what comes in small pages, so that columns are as wide as all of it needs: a result that is complete soon is one table.
 * Many rows are handed on at once, and rows that come slowly after a second. What ends the result early is thrown behind the rows that
 * had come.
 */
export async function* gather<T>(pages: AsyncIterable<ResultPage>, clock: Clock, rows: RowsOf<T>): AsyncGenerator<readonly T[]> {
  const iterator = pages[Symbol.asyncIterator]()
  const ask = (): Promise<Event> => iterator.next().catch((failure: unknown) => ({ failure }))
  const held = createHeldRows(clock, rows)
  try {
    for (let next = ask(); ; ) {
      const event = await held.orLate(next)
      if (event === LATE) yield held.take()
      else if ('failure' in event || event.done === true) {
        if (held.rowCount > 0) yield held.take()
        if ('failure' in event) throw event.failure
        return
      } else {
        const isEnough = held.add(event.value)
        if (isEnough) yield held.take()
        // The page is good until now.
        else held.keep()
        next = ask()
      }
    }
  } finally {
    await iterator.return?.()
  }
}

/** Rows as values. */
const AS_VALUES: RowsOf<readonly TextRow[]> = {
  of: (page) => page.rows(),
  rowCount: ({ length }) => length,
  kept: (rows) => rows,
}

/** Gathers rows as values; of many a thousand at a time, so that there is time for other things between. */
export async function* gatherRows(pages: AsyncIterable<ResultPage>, clock: Clock): AsyncGenerator<readonly TextRow[]> {
  for await (const parts of gather(pages, clock, AS_VALUES)) {
    const [only] = parts
    const rows = parts.length === 1 && only !== undefined ? only : parts.flat()
    for (let from = 0; from < rows.length; from += ENOUGH_ROWS) {
      yield rows.length <= ENOUGH_ROWS ? rows : rows.slice(from, from + ENOUGH_ROWS)
    }
  }
}

/** Rows that wait for more, and for how long. */
function createHeldRows<T>(clock: Clock, rows: RowsOf<T>) {
  let parts: T[] = []
  let rowCount = 0
  let endMs = 0
  return {
    get rowCount(): number {
      return rowCount
    },
    /** Tells whether there are many now. */
    add: (page: ResultPage): boolean => {
      if (rowCount === 0) endMs = clock.monotonic() + PATIENCE_MS
      const part = rows.of(page)
      const count = rows.rowCount(part)
      if (count > 0) parts.push(part)
      rowCount += count
      return rowCount >= ENOUGH_ROWS
    },
    /** What was added last stays. */
    keep: (): void => {
      const last = parts.pop()
      if (last !== undefined) parts.push(rows.kept(last))
    },
    take: (): readonly T[] => {
      const taken = parts
      parts = []
      rowCount = 0
      return taken
    },
    orLate: async (next: Promise<Event>): Promise<Event> =>
      rowCount === 0 ? await next : await withinLimit(next, Math.max(0, endMs - clock.monotonic()), clock),
  }
}
