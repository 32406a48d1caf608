import { cpus, networkInterfaces, totalmem } from 'node:os'
import { describe, expect, test } from '@jest/globals'
import { renderRows } from '@sql-gateway/gateway-common/testkit'
import { hostTables } from '../src/host-tables.js'

function read(name: string, limit = Number.MAX_SAFE_INTEGER): readonly (readonly string[])[] {
  const table = hostTables(5).get(name)
  return table === undefined ? [] : renderRows(table, [table.read(limit)])
}

describe('the tables of the host engine', () => {
  test('cpus has a row for each processor', () => {
    expect(read('cpus').map(([cpu, model]) => [cpu, model])).toEqual(cpus().map(({ model }, i) => [String(i), model]))
  })

  test('memory tells what the machine has and what the gateway takes of it', () => {
    const [machine = [], gateway = []] = read('memory')
    expect([machine[0], machine[2], gateway[0]]).toEqual(['machine', String(totalmem()), 'gateway'])
    expect(Number(gateway[1])).toBeGreaterThan(1_000_000)
  })

  test('network_addresses has every address with its interface', () => {
    const expected = Object.entries(networkInterfaces()).flatMap(([name, all = []]) =>
      all.map(({ family, address, internal }) => [name, family, address, String(internal)]),
    )
    expect(read('network_addresses')).toEqual(expected)
  })

  test('numbers counts from 1 to the option, or to the limit', () => {
    expect(read('numbers').flat()).toEqual(['1', '2', '3', '4', '5'])
    expect(read('numbers', 2).flat()).toEqual(['1', '2'])
  })

  test('uptime counts seconds, rounded', () => {
    const [machine = [], gateway = []] = read('uptime')
    expect([machine[0], gateway[0]]).toEqual(['machine', 'gateway'])
    expect(Number(machine[1])).toBeGreaterThanOrEqual(Number(gateway[1]))
  })
})
