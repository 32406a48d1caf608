import { readFileSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, test } from '@jest/globals'
import { ERROR_CODES } from '../src/index.js'

const DIST = path.join(import.meta.dirname, '..')
const DECLARATION = /^export (?:declare )?(?:const|function|class|interface|type) (\w+)/

interface Export {
  readonly name: string
  readonly file: string
  readonly docstring: string
}

/** What a module exports, itself and from others, with the docstring before each declaration. */
function exportsOf(file: string): readonly Export[] {
  const text = readFileSync(file, 'utf8')
  const lines = text.split('\n')
  const own = lines.flatMap((line, i): Export[] => {
    const name = DECLARATION.exec(line)?.[1]
    return name === undefined ? [] : [{ name, file: path.relative(DIST, file), docstring: docstringBefore(lines, i) }]
  })
  const passedOn = [...text.matchAll(/^export (?:type )?(\*|\{[^}]*\}) from '(.+)\.js';$/gm)].flatMap(([, names = '', from = '']) => {
    const all = exportsOf(path.join(path.dirname(file), `${from}.d.ts`))
    return names === '*' ? all : all.filter(({ name }) => new RegExp(`\\b${name}\\b`).test(names))
  })
  return [...own, ...passedOn]
}

/** The comment that ends on the line before, where an overload's other signatures stand between. */
function docstringBefore(lines: readonly string[], index: number): string {
  let end = index - 1
  while (
    DECLARATION.exec(lines[end] ?? '')?.[1] !== undefined &&
    DECLARATION.exec(lines[end] ?? '')?.[1] === DECLARATION.exec(lines[index] ?? '')?.[1]
  )
    end--
  if (lines[end]?.trimEnd().endsWith('*/') !== true) return ''
  let start = end
  while (start > 0 && lines[start]?.startsWith('/**') !== true) start--
  return lines.slice(start, end + 1).join('\n')
}

describe.each(['src/index.d.ts', 'testkit/index.d.ts'])('the names that %s exports', (entry) => {
  const names = exportsOf(path.join(DIST, entry))

  test('are found', () => {
    expect(names.length).toBeGreaterThan(30)
  })

  test('have a docstring each that begins with a sentence', () => {
    const bare = names.filter(({ docstring }) => !/^\/\*\*[\s*]+[A-Z`].{8,}/.test(docstring))
    expect(bare.map(({ name, file }) => `${file}: ${name}`)).toEqual([])
  })

  test('name only errors that exist', () => {
    const text = [...new Set(names.map(({ file }) => file))].map((file) => readFileSync(path.join(DIST, file), 'utf8')).join('\n')
    const codes = [...text.matchAll(/\b(?:REQUEST|SESSION|OPERATION|RESULT|STATEMENT|CONFIG|FEATURE|ENGINE|GATEWAY)\.[A-Z][A-Z_]+\b/g)].map(
      ([code]) => code,
    )
    expect(codes.filter((code) => !Object.hasOwn(ERROR_CODES, code))).toEqual([])
  })
})
