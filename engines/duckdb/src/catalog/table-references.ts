import { scanTokens, unquote } from '../statement/lexer.js'

/** A table that a statement names, with what the statement calls it. */
export interface TableReference {
  /** Up to three parts. */
  readonly path: readonly string[]
  readonly alias: string | undefined
}

interface Word {
  /** As it is written; names without their quotes. */
  readonly text: string
  readonly isName: boolean
  /** In upper case, where it is not quoted. */
  readonly keyword: string
}

/** Words after which a table stands. */
const BEFORE_TABLE = ['FROM', 'JOIN', 'INTO', 'UPDATE', 'TABLE', 'DESCRIBE', 'SUMMARIZE']
/** Words that may follow a table and are no alias of it. */
const AFTER_TABLE =
  'WHERE ON USING JOIN INNER LEFT RIGHT FULL OUTER CROSS NATURAL ASOF POSITIONAL ANTI SEMI GROUP ORDER HAVING QUALIFY WINDOW LIMIT OFFSET UNION EXCEPT INTERSECT SET VALUES SELECT RETURNING TABLESAMPLE PIVOT UNPIVOT FROM DEFAULT BY'.split(
    ' ',
  )

function wordsOf(text: string): readonly Word[] {
  const words: Word[] = []
  scanTokens(text, (kind, start, end) => {
    const raw = text.slice(start, end)
    const isName = kind === 'word' || kind === 'name'
    words.push({ text: isName ? unquote(raw) : raw, isName, keyword: kind === 'word' ? raw.toUpperCase() : kind === 'symbol' ? raw : '' })
  })
  return words
}

/** The statement of a text that a place lies in. */
export function statementAround(text: string, position: number): string {
  let [start, end] = [0, text.length]
  scanTokens(text, (kind, at, after) => {
    if (kind !== 'symbol' || text[at] !== ';') return
    if (after <= position) start = after
    else if (end === text.length) end = at
  })
  return text.slice(start, end)
}

/** The tables that a statement names after FROM, JOIN and the like, wherever they stand. Never throws. */
export function tableReferences(statement: string): readonly TableReference[] {
  const words = wordsOf(statement)
  const found: TableReference[] = []

  /** Reads a table and its alias; tells where it goes on. */
  function take(from: number): number {
    const path: string[] = []
    let at = from
    while (words[at]?.isName && path.length < 3) {
      path.push((words[at] as Word).text)
      at++
      if (words[at]?.keyword !== '.') break
      at++
    }
    if (path.length === 0) return at
    if (words[at]?.keyword === 'AS') at++
    const next = words[at]
    const alias = next?.isName && !AFTER_TABLE.includes(next.keyword) ? next.text : undefined
    if (alias !== undefined) at++
    found.push({ path, alias })
    return at
  }

  for (let at = 0; at < words.length; at++) {
    if (!BEFORE_TABLE.includes((words[at] as Word).keyword)) continue
    let next = take(at + 1)
    while (words[next]?.keyword === ',' && words[next + 1]?.isName) next = take(next + 1)
  }
  return found
}
