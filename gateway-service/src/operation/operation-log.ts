import type { FetchLogRequest } from '@sql-gateway/gateway-common'

/** The log of one operation: its newest lines, up to a limit. */
export interface OperationLog {
  append(line: string): void
  /** See StatementApi.fetchLog. */
  fetch(request: FetchLogRequest): readonly string[]
}

/** Makes an empty log that keeps `maxLines` lines. */
export function createOperationLog(maxLines: number): OperationLog {
  let lines: string[] = []
  /** Number of the first line kept, counted from the operation's start. */
  let first = 0
  let next = 0
  return {
    append: (line) => {
      lines.push(line)
      // Cut in bulk: dropping one line at a time would move all others each time.
      if (lines.length >= 2 * maxLines) {
        first += lines.length - maxLines
        lines = lines.slice(-maxLines)
      }
    },
    fetch: ({ orientation, maxLines: wanted }) => {
      const oldest = first + Math.max(0, lines.length - maxLines)
      const from = orientation === 'FETCH_FIRST' ? oldest : Math.max(next, oldest)
      const page = lines.slice(from - first, from - first + wanted)
      next = from + page.length
      return page
    },
  }
}
