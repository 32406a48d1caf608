import { readFileSync } from 'node:fs'
import path from 'node:path'
import { type ParseResult, parseSync } from 'oxc-parser'

/** A source file and its syntax tree. */
export interface ParsedFile {
  readonly file: string
  readonly source: string
  readonly tree: ParseResult
}

/** Reads and parses one file of the project. */
export function parseFile(root: string, file: string): ParsedFile {
  const source = readFileSync(path.join(root, file), 'utf8')
  return { file, source, tree: parseSync(file, source) }
}

/** The line of a position in a text, counted from 1. */
export function lineAt(source: string, position: number): number {
  let line = 1
  for (let at = source.indexOf('\n'); at !== -1 && at < position; at = source.indexOf('\n', at + 1)) line += 1
  return line
}
