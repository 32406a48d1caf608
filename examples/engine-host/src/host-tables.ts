import { cpus, freemem, networkInterfaces, totalmem, uptime } from 'node:os'
import {
  BIGINT_TYPE,
  BOOLEAN_TYPE,
  type ColumnVector,
  type LogicalType,
  type ResultColumn,
  type RowBatch,
  STRING_TYPE,
  utf8Vector,
} from '@sql-gateway/gateway-common'

/** A table of the engine: its columns, and its rows as they are at the moment. */
export interface HostTable {
  readonly columns: readonly ResultColumn[]
  /** At most `limit` rows, with a vector for each column. */
  read(limit: number): RowBatch
}

/** The only layouts that the tables need, each with the type that it holds. */
const TYPES = { text: STRING_TYPE, int64: BIGINT_TYPE, bool: BOOLEAN_TYPE } as const satisfies Readonly<Record<string, LogicalType>>

type Cell = string | number | boolean

function vectorOf(values: readonly Cell[], kind: keyof typeof TYPES): ColumnVector {
  const { length } = values
  switch (kind) {
    case 'text':
      return utf8Vector(values.map(String))
    case 'int64':
      return { layout: 'int64', length, values: BigInt64Array.from(values, (value) => BigInt(Math.round(Number(value)))) }
    case 'bool':
      return { layout: 'bool', length, values: Uint8Array.from(values, Number) }
  }
}

function table<C extends string>(
  kinds: Readonly<Record<C, keyof typeof TYPES>>,
  rows: () => readonly Readonly<Record<C, Cell>>[],
): HostTable {
  const names = Object.keys(kinds) as C[]
  return {
    columns: names.map((name) => ({ name, type: TYPES[kinds[name]] })),
    read: (limit) => {
      const wanted = rows().slice(0, limit)
      return {
        rowCount: wanted.length,
        columns: names.map((name) =>
          vectorOf(
            wanted.map((row) => row[name]),
            kinds[name],
          ),
        ),
      }
    },
  }
}

/**
 * The tables, by name.
 *
 * @param numbersCount - how many rows the table `numbers` has
 */
export function hostTables(numbersCount: number): ReadonlyMap<string, HostTable> {
  return new Map([
    [
      'cpus',
      table({ cpu: 'int64', model: 'text', user_ms: 'int64', system_ms: 'int64', idle_ms: 'int64' }, () =>
        cpus().map(({ model, times }, cpu) => ({ cpu, model, user_ms: times.user, system_ms: times.sys, idle_ms: times.idle })),
      ),
    ],
    [
      'memory',
      table({ owner: 'text', used_bytes: 'int64', total_bytes: 'int64' }, () => [
        { owner: 'machine', used_bytes: totalmem() - freemem(), total_bytes: totalmem() },
        { owner: 'gateway', used_bytes: process.memoryUsage.rss(), total_bytes: totalmem() },
      ]),
    ],
    [
      'network_addresses',
      table({ interface: 'text', family: 'text', address: 'text', is_internal: 'bool' }, () =>
        Object.entries(networkInterfaces()).flatMap(([name, addresses = []]) =>
          addresses.map(({ family, address, internal }) => ({ interface: name, family, address, is_internal: internal })),
        ),
      ),
    ],
    [
      'numbers',
      {
        columns: [{ name: 'n', type: BIGINT_TYPE }],
        read: (limit) => {
          const length = Math.min(limit, numbersCount)
          return {
            rowCount: length,
            columns: [{ layout: 'int64', length, values: BigInt64Array.from({ length }, (_, i) => BigInt(i + 1)) }],
          }
        },
      },
    ],
    [
      'uptime',
      table({ owner: 'text', seconds: 'int64' }, () => [
        { owner: 'machine', seconds: uptime() },
        { owner: 'gateway', seconds: process.uptime() },
      ]),
    ],
  ])
}
