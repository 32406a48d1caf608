import { readFile } from 'node:fs/promises'
import { describe, expect, test } from '@jest/globals'
import { OPERATION_STATUSES, OPERATION_TRANSITIONS } from '@sql-gateway/gateway-common'
import { PROJECT_ROOT } from './temporary-tree.js'

/** The moves of an operation as Mermaid writes them. */
function stateDiagram(): string {
  const moves = OPERATION_STATUSES.flatMap((from) => OPERATION_TRANSITIONS[from].map((to) => `    ${from} --> ${to}`))
  return ['stateDiagram-v2', `    [*] --> ${OPERATION_STATUSES[0]}`, ...moves, '    CLOSED --> [*]'].join('\n')
}

describe('docs/architecture.md', () => {
  test('draws the states of an operation as the table has them', async () => {
    const page = await readFile(`${PROJECT_ROOT}/docs/architecture.md`, 'utf8')
    expect(/```mermaid\n(.*?)\n```/s.exec(page)?.[1]).toBe(stateDiagram())
  })

  test('names options that there are', async () => {
    const page = await readFile(`${PROJECT_ROOT}/docs/architecture.md`, 'utf8')
    const reference = await readFile(`${PROJECT_ROOT}/docs/configuration.md`, 'utf8')
    const named = [...page.matchAll(/`(sql-gateway\.[a-z.-]+[a-z])`/g)].map(([, key = '']) => key)
    expect(named.length).toBeGreaterThan(10)
    expect(named.filter((key) => !reference.includes(`\`${key}\``))).toEqual([])
  })
})
