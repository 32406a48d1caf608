import { scanTokens, unquote } from '../statement/lexer.js'

/** The names to which a session's work may lead, for those who want to take away what they mean. */
export interface UsedNames {
  /**
   * Notes a statement that begins. Within a transaction its names stay in use until that ends.
   *
   * @param isKept - whether it makes something that later statements of the session may use, such as a prepared statement
   */
  start(text: string, isKept: boolean): void
  /** Notes that all rows of the statement were read, or that it failed. */
  finish(): void
  beginTransaction(): void
  endTransaction(): void
  /** Tells whether one of these names, in lower case, stands in a statement at work or in an open transaction. */
  has(names: ReadonlySet<string>): boolean
}

/** Beyond this many names everything counts as used. */
const MAX_NAMES = 10_000

/** The names in a text, quoted or not, in lower case. */
export function namesIn(text: string): ReadonlySet<string> {
  const names = new Set<string>()
  scanTokens(text, (kind, start, end) => {
    if (kind === 'word' || kind === 'name') names.add(unquote(text.slice(start, end)).toLowerCase())
  })
  return names
}

function keep(kept: Set<string>, text: string): void {
  for (const name of namesIn(text)) {
    if (kept.size > MAX_NAMES) return
    kept.add(name)
  }
}

/** Makes a record with nothing in it. */
export function createUsedNames(): UsedNames {
  /** Of what outlasts its statement: in use by whatever is at work, for that may use it. */
  const kept = new Set<string>()
  const transaction = new Set<string>()
  let isInTransaction = false
  let running: string | undefined

  const isAmong = (some: ReadonlySet<string>, names: ReadonlySet<string>) => some.size > MAX_NAMES || !some.isDisjointFrom(names)

  return {
    start: (text, isKept) => {
      running = text
      if (isKept) keep(kept, text)
      else if (isInTransaction) keep(transaction, text)
    },
    finish: () => {
      running = undefined
    },
    beginTransaction: () => {
      isInTransaction = true
    },
    endTransaction: () => {
      isInTransaction = false
      transaction.clear()
    },
    has: (names) => {
      if (running === undefined && !isInTransaction) return false
      return isAmong(kept, names) || isAmong(transaction, names) || (running !== undefined && isAmong(namesIn(running), names))
    },
  }
}
