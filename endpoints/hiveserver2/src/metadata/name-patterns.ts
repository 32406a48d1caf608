import { escapeLike } from '@sql-gateway/gateway-common'

/** Reads what a client sends for a name as a LIKE pattern; nothing where every name is meant. */
export type NameReader = (text: string | null | undefined) => string | undefined

/** What clients send when they mean every name: JDBC's, Hive's and regular expressions' ways, and mixtures. */
const EVERYTHING: ReadonlySet<string> = new Set(['', '%', '*', '.*', '_%', '_*', '.%'])

/** Reads a pattern as JDBC has it (`%`, `_`, escape `\`), with `*` and `.*` for `%` as Hive's clients write it. */
export const readPattern: NameReader = (pattern) => {
  if (pattern === null || pattern === undefined || EVERYTHING.has(pattern)) return undefined
  return pattern.replaceAll(/\.?\*/g, '%')
}

/** Reads an exact name. */
export const readName: NameReader = (name) => {
  if (name === null || name === undefined || EVERYTHING.has(name)) return undefined
  return escapeLike(name)
}
