import { keyword, plainText, type Token } from './lexer.js'

/** What a statement that succeeded did to its session, beside its properties. */
export interface StatementEffects {
  /** Something that Flink keeps for the session alone, by a name in words, came to be or went. Both: it has another name now. */
  readonly made?: string
  readonly gone?: string
  /** The session moved: into a catalog, or a database of the current or a named one. */
  readonly movedTo?: { readonly catalog?: string; readonly database?: string }
  /** Whether catalogs, tables or functions may be others than before. */
  readonly changesCatalog?: boolean
}

/** What a statement set under way is called. */
export const STATEMENT_SET = 'the statement set that was begun'

const MODIFIERS: ReadonlySet<string> = new Set(['OR', 'REPLACE', 'ALTER', 'TEMPORARY', 'SYSTEM', 'MATERIALIZED'])
const CONDITION: ReadonlySet<string> = new Set(['IF', 'NOT', 'EXISTS'])

/** Tells it from the tokens of one statement. */
export function effectsOf(tokens: readonly Token[]): StatementEffects {
  switch (keyword(tokens[0])) {
    case 'CREATE':
    case 'REPLACE':
      return { changesCatalog: true, ...named(tokens, (name) => ({ made: name })) }
    case 'DROP':
      return { changesCatalog: true, ...named(tokens, (name) => ({ gone: name })) }
    case 'ALTER':
      return { changesCatalog: true, ...renaming(tokens) }
    case 'USE':
      return moving(tokens)
    case 'ADD':
      return { changesCatalog: true, made: `jar ${tokens.at(-1)?.raw ?? ''}` }
    case 'LOAD':
      return { changesCatalog: true, ...named(tokens, (name) => ({ made: name })) }
    case 'UNLOAD':
      return { changesCatalog: true, ...named(tokens, (name) => ({ gone: name })) }
    case 'BEGIN':
      return { made: STATEMENT_SET }
    case 'END':
      return { gone: STATEMENT_SET }
    case 'CALL':
    case 'EXECUTE':
      return { changesCatalog: true }
    default:
      return {}
  }
}

/** The noun and name after the verb, such as `temporary view v`. */
function named(tokens: readonly Token[], effect: (name: string) => StatementEffects): StatementEffects {
  const name = objectName(tokens)
  return name === undefined ? {} : effect(name)
}

function objectName(tokens: readonly Token[]): string | undefined {
  let at = 1
  while (MODIFIERS.has(keyword(tokens[at]))) at++
  const noun = keyword(tokens[at++])
  while (CONDITION.has(keyword(tokens[at]))) at++
  const path = pathAt(tokens, at)
  if (noun === '' || path.length === 0) return undefined
  const isTemporary = tokens.slice(1, at).some((token) => keyword(token) === 'TEMPORARY')
  return `${isTemporary ? 'temporary ' : ''}${noun.toLowerCase()} ${path.join('.')}`
}

function renaming(tokens: readonly Token[]): StatementEffects {
  const to = tokens.findIndex((token, i) => keyword(token) === 'RENAME' && keyword(tokens[i + 1]) === 'TO')
  const before = objectName(tokens)
  if (to < 0 || before === undefined) return {}
  const [noun = ''] = before.split(' ')
  return { gone: before, made: `${noun} ${pathAt(tokens, to + 2).join('.')}` }
}

function moving(tokens: readonly Token[]): StatementEffects {
  const second = keyword(tokens[1])
  if (second === 'MODULES') return { changesCatalog: true, made: 'the modules in use' }
  if (second === 'CATALOG' && tokens[2] !== undefined) return { movedTo: { catalog: plainText(tokens[2]) } }
  const [first, database] = pathAt(tokens, 1)
  if (first === undefined) return {}
  return { movedTo: database === undefined ? { database: first } : { catalog: first, database } }
}

/** The parts of a name, joined by dots. */
function pathAt(tokens: readonly Token[], at: number): readonly string[] {
  const parts: string[] = []
  for (let i = at; ; i += 2) {
    const token = tokens[i]
    if (token === undefined || !isName(token)) return parts
    parts.push(plainText(token))
    if (tokens[i + 1]?.raw !== '.') return parts
  }
}

/** In double quotes, too: so write other dialects. */
function isName({ kind, raw }: Token): boolean {
  return kind === 'word' || kind === 'name' || raw.startsWith('"')
}
