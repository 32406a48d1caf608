import { type ColumnVector, gatewayError, type LogicalType } from '@sql-gateway/gateway-common'
import { widenFloat } from '../text/float-text.js'
import type { VectorWriter } from './vector-writer.js'

/** Writes values that go over the wire as they are: numbers, booleans, bytes. */
export function plainWriter(type: LogicalType, vector: ColumnVector): VectorWriter {
  switch (vector.layout) {
    case 'bool':
    case 'int8':
    case 'int16':
    case 'int32':
    case 'int64':
    case 'float64':
      return swappedWriter(vector.values.subarray(0, vector.length))
    case 'float32':
      return floatWriter(vector.values, vector.length)
    case 'binary':
      return binaryWriter(vector.values)
    default:
      throw gatewayError('GATEWAY.BUG', `A column of type ${type.root} came as ${vector.layout} values.`)
  }
}

/** Copies little-endian values and turns the bytes of each round in place. */
function swappedWriter(values: NodeJS.TypedArray): VectorWriter {
  const { byteLength, BYTES_PER_ELEMENT: width } = values
  return {
    maxBytes: byteLength,
    put: ({ bytes }, at) => {
      const target = bytes.subarray(at, at + byteLength)
      target.set(new Uint8Array(values.buffer, values.byteOffset, byteLength))
      if (width === 8) target.swap64()
      else if (width === 4) target.swap32()
      else if (width === 2) target.swap16()
      return at + byteLength
    },
  }
}

function floatWriter(values: Float32Array, count: number): VectorWriter {
  return {
    maxBytes: count * 8,
    put: ({ view }, at) => {
      for (let i = 0; i < count; i++) view.setFloat64(at + i * 8, widenFloat(values[i] as number))
      return at + count * 8
    },
  }
}

function binaryWriter(values: readonly (Uint8Array | null)[]): VectorWriter {
  return {
    maxBytes: values.reduce((sum, bytes) => sum + 4 + (bytes?.length ?? 0), 0),
    put: (out, at) => {
      let to = at
      for (const bytes of values) {
        out.view.setInt32(to, bytes?.length ?? 0)
        to += 4
        if (bytes === null) continue
        out.bytes.set(bytes, to)
        to += bytes.length
      }
      return to
    },
  }
}
