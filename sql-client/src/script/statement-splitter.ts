import { type SqlToken, sqlTokens } from './sql-lexer.js'

/** A place in a text, both from 1; a column counts UTF-16 units, as engines do. */
export interface TextPosition {
  readonly line: number
  readonly column: number
}

/** A statement of a longer text. */
export interface ScriptStatement {
  /** From its first token to the one before the `;`: without comments around it, with those inside. */
  readonly text: string
  /** Of its first character in the whole text. */
  readonly position: TextPosition
}

/** Cuts a text into statements while it arrives. */
export interface StatementSplitter {
  /** Takes the next part of the text and gives the statements that it completes. */
  push(part: string): readonly ScriptStatement[]
  /** Gives the statement that the text ends with, if it ends with one that has no `;`. */
  end(): ScriptStatement | undefined
}

/**
 * Makes a splitter. A `;` ends a statement unless it is quoted, in a comment, or within `STATEMENT SET BEGIN … END`, which Flink takes
 * as one statement (`EXECUTE STATEMENT SET BEGIN …; …; END;`). `BEGIN STATEMENT SET;` is a statement of its own.
 *
 * @see Apache Flink, SQL client, "Execute a set of SQL statements"
 */
export function createStatementSplitter(): StatementSplitter {
  return new Splitter()
}

/** Cuts a whole text into statements; the last one may lack its `;`. */
export function splitStatements(text: string): readonly ScriptStatement[] {
  const splitter = new Splitter()
  const statements = splitter.push(text)
  const last = splitter.end()
  return last === undefined ? statements : [...statements, last]
}

/** Whether a text ends with a `;` that ends a statement, with nothing but blanks and comments behind. */
export function endsStatement(text: string): boolean {
  const splitter = new Splitter()
  splitter.push(text)
  return splitter.end() === undefined && splitter.hasEnded
}

class Splitter implements StatementSplitter {
  /** Whether a `;` was found that ends a statement. */
  hasEnded = false
  /** What was taken since the last statement that was given. */
  #text = ''
  #position: TextPosition = { line: 1, column: 1 }
  /** Up to where it was read. */
  #at = 0
  /** Of the first token of the statement that is open; -1 where none is. */
  #start = -1
  #end = 0
  readonly #block = createBlock()

  push(part: string): readonly ScriptStatement[] {
    this.#text += part
    return this.#read(false)
  }

  end(): ScriptStatement | undefined {
    this.#read(true)
    if (this.#start === -1) return undefined
    const position = advance(this.#position, this.#text, 0, this.#start)
    return { text: this.#text.slice(this.#start, this.#end).trimEnd(), position }
  }

  #read(isWhole: boolean): readonly ScriptStatement[] {
    const found: ScriptStatement[] = []
    let done = 0
    for (const token of sqlTokens(this.#text, this.#at)) {
      const isSemicolon = token.kind === 'symbol' && this.#text[token.start] === ';'
      if (!isWhole && !isSemicolon && mayGoOn(this.#text, token)) break
      this.#at = token.end
      if (!isSemicolon || this.#block.isOpen()) {
        this.#take(token)
        continue
      }
      this.hasEnded = true
      const start = this.#start === -1 ? token.start : this.#start
      this.#position = advance(this.#position, this.#text, done, start)
      if (this.#start !== -1) found.push({ text: this.#text.slice(start, this.#end), position: this.#position })
      this.#position = advance(this.#position, this.#text, start, token.end)
      done = token.end
      this.#start = -1
      this.#block.reset()
    }
    this.#drop(done)
    return found
  }

  #take(token: SqlToken): void {
    if (token.kind === 'comment') {
      // A hint belongs to the statement, also behind its last token.
      if (this.#start !== -1 && this.#text.startsWith('/*+', token.start)) this.#end = token.end
      return
    }
    if (this.#start === -1) this.#start = token.start
    this.#end = token.end
    this.#block.take(token, this.#text)
  }

  #drop(count: number): void {
    this.#text = this.#text.slice(count)
    this.#at -= count
    this.#end -= count
    if (this.#start !== -1) this.#start -= count
  }
}

const OPEN_DOLLAR_TAG = /\$[\p{L}\p{N}_]*$/uy

/** Whether what follows the text could make another token of the last one. */
function mayGoOn(text: string, { start, end }: SqlToken): boolean {
  OPEN_DOLLAR_TAG.lastIndex = start
  return end === text.length || OPEN_DOLLAR_TAG.test(text)
}

const BLOCK_WORDS = ['STATEMENT', 'SET', 'BEGIN'] as const

/** Follows the words STATEMENT SET BEGIN, and the END behind the `;` of the last statement within. */
function createBlock() {
  let matched = 0
  let mayEnd = false
  return {
    isOpen: () => matched === BLOCK_WORDS.length,
    reset: () => {
      matched = 0
    },
    take: ({ kind, start, end }: SqlToken, text: string) => {
      const word = kind === 'word' ? text.slice(start, end).toUpperCase() : text[start]
      if (matched === BLOCK_WORDS.length) {
        if (mayEnd && word === 'END') matched = 0
        mayEnd = word === ';'
      } else {
        matched = word === BLOCK_WORDS[matched] ? matched + 1 : 0
        mayEnd = true
      }
    },
  }
}

const LINE_FEED = 10

/** What stands in a text from a place on. */
export function textFrom(text: string, { line, column }: TextPosition): string {
  return text
    .split('\n')
    .slice(line - 1)
    .join('\n')
    .slice(column - 1)
}

/** The position of a place, counted on from another one in the same text. */
export function advance(position: TextPosition, text: string, from: number, to: number): TextPosition {
  let { line, column } = position
  for (let at = from; at < to; at++) {
    if (text.charCodeAt(at) === LINE_FEED) {
      line++
      column = 1
    } else column++
  }
  return { line, column }
}
