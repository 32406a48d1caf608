import { type ImportDeclarationSpecifier, type MemberExpression, Visitor } from 'oxc-parser'
import { lineAt, type ParsedFile, parseFile } from '../source/syntax.js'
import { isLibrarySource, listFiles } from '../source/tree.js'
import type { Check, Problem } from './check.js'

/** Where the real clock is made. */
const CLOCK = 'gateway-common/src/clock.ts'

const CLOCK_READINGS = new Set(['Date.now', 'performance.now', 'process.hrtime'])
const TIMERS = new Set(['setTimeout', 'setInterval'])
const TIMER_MODULES = new Set(['node:timers', 'node:timers/promises', 'timers', 'timers/promises'])

/** Packages read the time and wait through the `Clock` they are given, so that a test can turn it. */
export const ambientTimeCheck: Check = {
  name: 'ambient-time',
  subject: 'source files of packages',
  run(root) {
    const files = listFiles(root).filter((file) => isLibrarySource(file) && file !== CLOCK)
    return { examined: files.length, problems: files.flatMap((file) => ambientTimes(parseFile(root, file))) }
  },
}

function ambientTimes({ file, source, tree }: ParsedFile): readonly Problem[] {
  const problems: Problem[] = []
  const add = (what: string, position: number): void => {
    problems.push({
      file,
      line: lineAt(source, position),
      message: `${what} bypasses the Clock: take the time, or wait, through the Clock`,
    })
  }
  new Visitor({
    MemberExpression: (node) => {
      const name = dottedName(node)
      if (name !== undefined && CLOCK_READINGS.has(name)) add(name, node.start)
    },
    NewExpression: ({ callee, arguments: given, start }) => {
      if (callee.type === 'Identifier' && callee.name === 'Date' && given.length === 0) add('new Date()', start)
    },
    CallExpression: ({ callee, start }) => {
      if (callee.type === 'Identifier' && TIMERS.has(callee.name)) add(callee.name, start)
    },
    ImportDeclaration: (node) => {
      if (!TIMER_MODULES.has(node.source.value)) return
      // Taking a turn of the event loop, by setImmediate, is no waiting for a time.
      if (node.specifiers.some((name) => !isNamed(name, 'setImmediate'))) add(node.source.value, node.start)
    },
  }).visit(tree.program)
  return problems
}

function dottedName(node: MemberExpression): string | undefined {
  const { object, property } = node
  return object.type === 'Identifier' && property.type === 'Identifier' ? `${object.name}.${property.name}` : undefined
}

function isNamed(specifier: ImportDeclarationSpecifier, name: string): boolean {
  return specifier.type === 'ImportSpecifier' && specifier.imported.type === 'Identifier' && specifier.imported.name === name
}
