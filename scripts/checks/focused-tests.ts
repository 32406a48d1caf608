import { Visitor } from 'oxc-parser'
import { lineAt, type ParsedFile, parseFile } from '../source/syntax.js'
import { listFiles } from '../source/tree.js'
import type { Check, Problem } from './check.js'

const SUITE = /\.test\.ts$/
const RUNNERS = new Set(['describe', 'test', 'it'])
const SWITCHES = new Set(['skip', 'only', 'todo', 'failing', 'skipIf', 'runIf'])
const SHORTHANDS = new Set(['xdescribe', 'fdescribe', 'xtest', 'xit', 'fit'])

/** Every test that is written runs: none is skipped, singled out or left for later. */
export const focusedTestsCheck: Check = {
  name: 'focused-tests',
  subject: 'test files',
  run(root) {
    const files = listFiles(root).filter((file) => SUITE.test(file))
    return { examined: files.length, problems: files.flatMap((file) => switchedTests(parseFile(root, file))) }
  },
}

function switchedTests({ file, source, tree }: ParsedFile): readonly Problem[] {
  const problems: Problem[] = []
  const add = (name: string, position: number): void => {
    problems.push({ file, line: lineAt(source, position), message: `${name} keeps tests from running: let every test run, or delete it` })
  }
  new Visitor({
    MemberExpression: (node) => {
      if (node.object.type !== 'Identifier' || node.property.type !== 'Identifier') return
      if (RUNNERS.has(node.object.name) && SWITCHES.has(node.property.name)) add(`${node.object.name}.${node.property.name}`, node.start)
    },
    CallExpression: (node) => {
      if (node.callee.type === 'Identifier' && SHORTHANDS.has(node.callee.name)) add(node.callee.name, node.start)
    },
  }).visit(tree.program)
  return problems
}
