import { BenchError } from './bench-error.js'
import { BOOL, BYTE, DOUBLE, I16, I32, I64, STRING } from './hive-bytes.js'

const SUCCESS = 0

/** Where the answer's structure begins: behind the message's head and the head of the result's field. */
function bodyAt(answer: Buffer): number {
  return 4 + 4 + answer.readInt32BE(4) + 4 + 3
}

/** The place behind a status that says success. */
export function afterStatus(answer: Buffer, method: string): number {
  const at = bodyAt(answer) + 3
  if (answer.readInt32BE(at + 3) !== SUCCESS) throw new BenchError(`${method} failed: ${answer.toString('latin1', at, at + 500)}`)
  return at + 3 + 4 + 1
}

/** Where the list of the columns begins in an answer of FetchResults: its first TColumn. */
function columnsAt(answer: Buffer): number {
  let at = afterStatus(answer, 'FetchResults')
  if (answer[at] === BOOL) at += 3 + 1
  return at + 3 + (3 + 8) + (3 + 5) + (3 + 5)
}

/** How many values the first column has. */
export function rowCountIn(answer: Buffer): number {
  return answer.readInt32BE(columnsAt(answer) + 3 + 3 + 1)
}

const WIDTHS = new Map<number, (bytes: Buffer, at: number) => string>([
  [BOOL, (bytes, at) => String(bytes.readInt8(at))],
  [BYTE, (bytes, at) => String(bytes.readInt8(at))],
  [I16, (bytes, at) => String(bytes.readInt16BE(at))],
  [I32, (bytes, at) => String(bytes.readInt32BE(at))],
  [I64, (bytes, at) => String(bytes.readBigInt64BE(at))],
  [DOUBLE, (bytes, at) => String(bytes.readDoubleBE(at))],
])
const BYTES = new Map<number, number>([
  [BOOL, 1],
  [BYTE, 1],
  [I16, 2],
  [I32, 4],
  [I64, 8],
  [DOUBLE, 8],
])

/** Every value of an answer of FetchResults as text, column after column. */
export function decodeColumns(answer: Buffer): readonly (readonly (string | null)[])[] {
  const first = columnsAt(answer)
  const columns: (string | null)[][] = []
  let at = first
  for (let column = answer.readInt32BE(first - 4); column > 0; column--) {
    const type = answer[at + 6] as number
    const count = answer.readInt32BE(at + 7)
    at += 3 + 3 + 5
    const values: string[] = []
    for (let i = 0; i < count; i++) {
      if (type === STRING) {
        const length = answer.readInt32BE(at)
        values.push(answer.toString('utf8', at + 4, at + 4 + length))
        at += 4 + length
      } else {
        values.push(WIDTHS.get(type)?.(answer, at) ?? '')
        at += BYTES.get(type) ?? 0
      }
    }
    const nulls = answer.subarray(at + 7, at + 7 + answer.readInt32BE(at + 3))
    at += 7 + nulls.length + 2
    columns.push(values.map((value, i) => (((nulls[i >> 3] ?? 0) & (1 << (i & 7))) === 0 ? value : null)))
  }
  return columns
}
