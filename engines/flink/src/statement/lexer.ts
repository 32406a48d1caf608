/** A piece of a statement: blanks and comments are left out. */
export interface Token {
  /**
   * - `word`: a name or keyword without quotes, or a number
   * - `name`: in back-quotes
   * - `string`: in single or double quotes
   * - `sign`: any other character
   */
  readonly kind: 'word' | 'name' | 'string' | 'sign'
  /** As it stands in the text. */
  readonly raw: string
  readonly start: number
}

/**
 * Blanks, comments and hints; quoted texts, which a doubled quote does not end; words; any other character. What is not closed
 * reaches to the end.
 */
const TOKENS =
  /(?<gap>\s+|--[^\n]*|\/\*[\s\S]*?(?:\*\/|$))|(?<string>'(?:[^']|'')*'?|"(?:[^"]|"")*"?)|(?<name>`(?:[^`]|``)*`?)|(?<word>[\p{L}\p{N}_$]+)|(?<sign>.)/gsu

/** The tokens of a text, in order. */
export function tokenize(text: string): readonly Token[] {
  const tokens: Token[] = []
  for (const { groups = {}, index, 0: raw } of text.matchAll(TOKENS)) {
    const { gap, string, name, word } = groups
    if (gap !== undefined) continue
    const kind = string !== undefined ? 'string' : name !== undefined ? 'name' : word !== undefined ? 'word' : 'sign'
    tokens.push({ kind, raw, start: index })
  }
  return tokens
}

/** A word in upper case; empty for all other tokens. */
export function keyword(token: Token | undefined): string {
  return token?.kind === 'word' ? token.raw.toUpperCase() : ''
}

/** What a quoted text or name stands for; a word stands for itself. */
export function plainText({ kind, raw }: Token): string {
  if (kind !== 'string' && kind !== 'name') return raw
  const quote = raw.charAt(0)
  const inner = raw.length > 1 && raw.endsWith(quote) ? raw.slice(1, -1) : raw.slice(1)
  return inner.replaceAll(quote + quote, quote)
}

/** The statements of a text, without empty ones and without the `;` after each. Those within a statement set are a part of it. */
export function splitStatements(text: string): readonly (readonly Token[])[] {
  const statements: Token[][] = [[]]
  const block = createBlockTracker()
  for (const token of tokenize(text)) {
    if (token.raw === ';' && !block.isInside) {
      statements.push([])
      block.reset()
    } else {
      statements.at(-1)?.push(token)
      block.add(token)
    }
  }
  return statements.filter((tokens) => tokens.length > 0)
}

/** Knows whether a token stands between `STATEMENT SET BEGIN` and its `END`; a CASE has an END of its own. */
function createBlockTracker() {
  let before: readonly [string, string] = ['', '']
  let isInside = false
  let cases = 0

  function add(token: Token): void {
    const word = keyword(token)
    if (!isInside) isInside = word === 'BEGIN' && before[0] === 'STATEMENT' && before[1] === 'SET'
    else if (word === 'CASE') cases++
    else if (word === 'END') {
      if (cases === 0) isInside = false
      else cases--
    }
    before = [before[1], word]
  }

  return {
    get isInside() {
      return isInside
    },
    add,
    reset: () => {
      before = ['', '']
      isInside = false
      cases = 0
    },
  }
}
