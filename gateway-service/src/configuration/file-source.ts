import { readFile } from 'node:fs/promises'
import { basename } from 'node:path'
import { isAlias, isMap, isScalar, isSeq, LineCounter, type Node, type Pair, parseDocument, type YAMLMap } from 'yaml'
import type { ConfigurationSource, SourcedValue } from './configuration-source.js'
import type { GivenValue } from './option-schema.js'
import type { StartProblems } from './start-problems.js'

/** The name of the configuration file. */
export const CONFIGURATION_FILE = 'sql-gateway.yaml'

interface FileValue extends SourcedValue {
  readonly line: number
}

/**
 * Reads a YAML text of options. Keys may be flat (`sql-gateway.session.max-num: 5`), nested, or both in one file; every scalar
 * is taken as it is written, so that 0123 stays 0123.
 *
 * @param fileName - for the texts of problems
 */
export function createFileSource(text: string, fileName: string, problems: StartProblems): ConfigurationSource {
  const lines = new LineCounter()
  const document = parseDocument(text, { schema: 'failsafe', lineCounter: lines, prettyErrors: false, uniqueKeys: false })
  const values = new Map<string, FileValue>()
  const lineOf = (node: Node | null): number => lines.linePos(node?.range?.[0] ?? 0).line
  const at = (line: number): string => `${fileName}, line ${line}`

  for (const error of document.errors) problems.add(`${at(lines.linePos(error.pos[0]).line)}: ${error.message}.`)

  const put = (key: string, value: GivenValue, line: number): void => {
    const before = values.get(key)
    if (before !== undefined) problems.add(`'${key}' is given twice: ${at(before.line)} and line ${line}.`)
    values.set(key, { value, line, origin: at(line) })
  }

  const visitPair = (pair: Pair, prefix: string): void => {
    const keyNode = pair.key as Node | null
    if (!isScalar(keyNode)) {
      problems.add(`${at(lineOf(keyNode))}: a key has to be a text.`)
      return
    }
    visit(pair.value as Node | null, `${prefix}${String(keyNode.value)}`, lineOf(keyNode))
  }

  const visit = (node: Node | null, key: string, keyLine: number): void => {
    const target = isAlias(node) ? (node.resolve(document) ?? null) : node
    if (isMap(target)) {
      for (const pair of target.items) visitPair(pair, `${key}.`)
    } else if (isSeq(target)) {
      const items = target.items.map((item) => (isAlias(item) ? item.resolve(document) : item))
      if (items.every(isScalar)) put(key, Object.freeze(items.map((item) => String(item.value).trim())), keyLine)
      else problems.add(`${at(keyLine)}: the list '${key}' may only hold texts and numbers.`)
    } else {
      put(key, isScalar(target) ? String(target.value) : '', keyLine)
    }
  }

  // What is no YAML has been taken apart by guesses: keys and values of it would only lead astray.
  const root = document.errors.length > 0 ? null : (document.contents as Node | null)
  if (isMap(root)) {
    for (const pair of (root as YAMLMap).items) visitPair(pair, '')
  } else if (root !== null && !(isScalar(root) && root.value === '')) {
    problems.add(`${at(lineOf(root))}: the file has to hold keys and values, as in 'sql-gateway.session.max-num: 1000'.`)
  }

  return { spell: (key) => key, get: (name) => values.get(name), names: () => values.keys() }
}

/**
 * Reads the configuration file. That it is missing or cannot be read is a problem.
 *
 * @returns `undefined` when there is nothing to read
 */
export async function readConfigurationFile(path: string, problems: StartProblems): Promise<ConfigurationSource | undefined> {
  try {
    return createFileSource(await readFile(path, 'utf8'), basename(path), problems)
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code
    problems.add(code === 'ENOENT' ? `There is no configuration file ${path}.` : `The configuration file ${path} cannot be read (${code}).`)
    return undefined
  }
}
