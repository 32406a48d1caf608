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
/** So does after a text of more characters, for going through it once more would take long. */
const LONGEST_TEXT = 100_000

/** The names in a text, quoted or not, in lower case. */
export function namesIn(text: string): ReadonlySet<string> {
  const names = new Set<string>()
  scanTokens(text, (kind, start, end) => {
    if (kind === 'word' || kind === 'name') names.add(unquote(text.slice(start, end)).toLowerCase())
  })
  return names
}

/** Names of several texts, or all names. */
interface NameSet {
  add(text: string): void
  clear(): void
  hasAny(names: ReadonlySet<string>): boolean
}

function createNameSet(): NameSet {
  const found = new Set<string>()
  let isAll = false

  return {
    add: (text) => {
      isAll ||= text.length > LONGEST_TEXT
      if (isAll) return
      for (const name of namesIn(text)) found.add(name)
      isAll = found.size > MAX_NAMES
    },
    clear: () => {
      found.clear()
      isAll = false
    },
    hasAny: (names) => isAll || !found.isDisjointFrom(names),
  }
}

/** Makes a record with nothing in it. */
export function createUsedNames(): UsedNames {
  /** Of what outlasts its statement: in use by whatever is at work, for that may use it. */
  const kept = createNameSet()
  const transaction = createNameSet()
  let isInTransaction = false
  let running: string | undefined

  return {
    start: (text, isKept) => {
      running = text
      if (isKept) kept.add(text)
      else if (isInTransaction) transaction.add(text)
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
      return kept.hasAny(names) || transaction.hasAny(names) || (running !== undefined && !namesIn(running).isDisjointFrom(names))
    },
  }
}
