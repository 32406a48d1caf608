import type { Clock } from '@sql-gateway/gateway-common'
import type { ResultPage, TextRow } from '../result/statement-result.js'

/** Rows that are worth a look at together. */
const ENOUGH_ROWS = 1_000
/** How long the first of them waits for more. */
const PATIENCE_MS = 1_000

const LATE = Symbol('late')

/** What came next: a page, the end, an error, or nothing for as long as the rows at hand may wait. */
type Event = IteratorResult<ResultPage> | typeof LATE | { readonly failure: unknown }

/**
 * Puts together what comes in small pages, so that columns are as wide as all of it needs: a result that is complete soon is one table.
 * Many rows are handed on a thousand at a time, so that there is time for other things between, and rows that come slowly after a second. What ends the result early is thrown behind the rows that had come.
 */
export async function* gatherRows(pages: AsyncIterable<ResultPage>, clock: Clock): AsyncGenerator<readonly TextRow[]> {
  const iterator = pages[Symbol.asyncIterator]()
  const ask = (): Promise<Event> => iterator.next().catch((failure: unknown) => ({ failure }))
  const held = createHeldRows(clock)
  try {
    for (let next = ask(); ; ) {
      const event = await held.orLate(next)
      if (event === LATE) {
        yield* slices(held.take())
        continue
      }
      if ('failure' in event || event.done === true) {
        yield* slices(held.take())
        if ('failure' in event) throw event.failure
        return
      }
      held.add(event.value.rows())
      next = ask()
      if (held.isEnough()) yield* slices(held.take())
    }
  } finally {
    await iterator.return?.()
  }
}

function* slices(rows: readonly TextRow[]): Generator<readonly TextRow[]> {
  for (let from = 0; from < rows.length; from += ENOUGH_ROWS) yield rows.length <= ENOUGH_ROWS ? rows : rows.slice(from, from + ENOUGH_ROWS)
}

/** Rows that wait for more, and for how long. */
function createHeldRows(clock: Clock) {
  let rows: readonly TextRow[] = []
  let endMs = 0
  return {
    add: (more: readonly TextRow[]): void => {
      if (rows.length === 0) endMs = clock.monotonic() + PATIENCE_MS
      rows = rows.length === 0 ? more : [...rows, ...more]
    },
    take: (): readonly TextRow[] => {
      const taken = rows
      rows = []
      return taken
    },
    isEnough: (): boolean => rows.length >= ENOUGH_ROWS,
    orLate: async (next: Promise<Event>): Promise<Event> => (rows.length === 0 ? await next : await within(next, endMs, clock)),
  }
}

async function within<T>(work: Promise<T>, endMs: number, clock: Clock): Promise<T | typeof LATE> {
  const { promise, resolve } = Promise.withResolvers<typeof LATE>()
  const timer = clock.schedule(Math.max(0, endMs - clock.monotonic()), () => resolve(LATE))
  try {
    return await Promise.race([work, promise])
  } finally {
    timer.cancel()
  }
}
