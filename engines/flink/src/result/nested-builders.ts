import { type ColumnVector, gatewayError, type VectorOf } from '@sql-gateway/gateway-common'
import { type ColumnBuilder, GrowingNumbers, NullBits, type ScalarBuilder } from './column-builder.js'
import { TextScan } from './text-scan.js'
import type { ValueScan } from './value-scan.js'

/** Where the elements of each value begin in those of all values, and how many they are. */
type Spans = Pick<VectorOf<'list'>, 'length' | 'validity' | 'offsets' | 'sizes'>

/**
 * A builder of values that consist of any number of others.
 *
 * @param readItems - reads those of one value and gives how many they were
 */
function spanBuilder(readItems: (scan: ValueScan) => number, vector: (spans: Spans) => ColumnVector): ColumnBuilder {
  const offsets = new GrowingNumbers((length) => new Int32Array(length))
  const sizes = new GrowingNumbers((length) => new Int32Array(length))
  const nulls = new NullBits()
  let end = 0

  function add(size: number): void {
    offsets.push(end)
    sizes.push(size)
    end += size
  }

  function appendNull(): void {
    nulls.setNull(offsets.length)
    add(0)
  }

  return {
    append: (scan) => {
      if (scan.skipNull()) appendNull()
      else add(readItems(scan))
    },
    appendNull,
    finish: () => {
      const { length } = offsets
      end = 0
      return vector({ length, offsets: offsets.take(), sizes: sizes.take(), ...nulls.finish(length) })
    },
  }
}

/** A builder of ARRAY. */
export function listBuilder(elements: ColumnBuilder): ColumnBuilder {
  return spanBuilder(
    (scan) => {
      scan.openArray()
      let size = 0
      for (; scan.nextElement(size === 0); size++) elements.append(scan)
      return size
    },
    (spans) => ({ layout: 'list', elements: elements.finish(), ...spans }),
  )
}

/** A builder of MAP and MULTISET, which Flink writes as an object. */
export function mapBuilder(keys: ScalarBuilder, entries: ColumnBuilder): ColumnBuilder {
  return spanBuilder(
    (scan) => {
      scan.openObject()
      let size = 0
      for (let key = scan.nextKey(true); key !== undefined; key = scan.nextKey(false)) {
        keys.add(key)
        entries.append(scan)
        size++
      }
      return size
    },
    (spans) => ({ layout: 'map', keys: keys.finish(), entries: entries.finish(), ...spans }),
  )
}

/** A builder of ROW, which Flink writes as an object with all fields. */
export function structBuilder(names: readonly string[], children: readonly ColumnBuilder[]): ColumnBuilder {
  const nulls = new NullBits()
  const seen = new Uint8Array(children.length)
  let length = 0

  function appendNull(): void {
    nulls.setNull(length++)
    for (const child of children) child.appendNull()
  }

  /** Fields come in the order of the type; those that do not, or are left out, are found all the same. */
  function indexOf(key: string, expected: number): number {
    return names[expected] === key ? expected : names.indexOf(key)
  }

  function readFields(scan: ValueScan): void {
    let expected = 0
    for (let key = scan.nextKey(true); key !== undefined; key = scan.nextKey(false)) {
      const index = indexOf(key, expected)
      const child = children[index]
      if (child === undefined || seen[index] === 1) scan.skipValue()
      else {
        child.append(scan)
        seen[index] = 1
        expected = index + 1
      }
    }
    for (const [index, child] of children.entries()) if (seen[index] === 0) child.appendNull()
    seen.fill(0)
  }

  return {
    append: (scan) => {
      if (scan.skipNull()) {
        appendNull()
        return
      }
      scan.openObject()
      readFields(scan)
      length++
    },
    appendNull,
    finish: () => {
      const vector: ColumnVector = { layout: 'struct', length, children: children.map((child) => child.finish()), ...nulls.finish(length) }
      length = 0
      return vector
    },
  }
}

/** A builder of ROW that Flink writes as text: the fields without their names, in order. */
export function tupleBuilder(children: readonly ColumnBuilder[]): ColumnBuilder {
  const nulls = new NullBits()
  let length = 0

  function appendNull(): void {
    nulls.setNull(length++)
    for (const child of children) child.appendNull()
  }

  return {
    append: (scan) => {
      if (scan.skipNull()) {
        appendNull()
        return
      }
      scan.openArray()
      for (const [i, child] of children.entries()) {
        if (scan.nextElement(i === 0)) child.append(scan)
        else child.appendNull()
      }
      if (scan.nextElement(children.length === 0)) throw tooManyFields()
      length++
    },
    appendNull,
    finish: () => {
      const vector: ColumnVector = { layout: 'struct', length, children: children.map((child) => child.finish()), ...nulls.finish(length) }
      length = 0
      return vector
    },
  }
}

/** A builder of nested values each of which is written as one text. */
export function nestedTextBuilder(values: ColumnBuilder): ColumnBuilder {
  return {
    append: (scan) => {
      if (scan.skipNull()) {
        values.appendNull()
        return
      }
      const text = new TextScan(scan.scalar())
      values.append(text)
      text.end()
    },
    appendNull: () => values.appendNull(),
    finish: () => values.finish(),
  }
}

function tooManyFields(): Error {
  return gatewayError('ENGINE.FAILED', "Flink's gateway answered with a ROW of more fields than its type has.")
}
