import Int64 from 'node-int64'

/** What a structure that the Thrift compiler generated can do. */
export interface Struct {
  read(input: ThriftReader): void
  write(output: ThriftWriter): void
}

/** Thrift's type bytes. */
export const TYPE = {
  STOP: 0,
  BOOL: 2,
  BYTE: 3,
  DOUBLE: 4,
  I16: 6,
  I32: 8,
  I64: 10,
  STRING: 11,
  STRUCT: 12,
  MAP: 13,
  SET: 14,
  LIST: 15,
} as const

/** Kinds of messages. */
export const MESSAGE = { CALL: 1, REPLY: 2, EXCEPTION: 3, ONEWAY: 4 } as const

const STRICT = 0x80010000

/** The bytes end before the value does. */
export class UnderrunError extends Error {}

/**
 * Writes Thrift's strict binary protocol. It is not the library's: two that agree prove more than one, and tests need
 * to write what no library would.
 */
export class ThriftWriter {
  readonly #parts: Buffer[] = []

  bytes(): Buffer {
    return Buffer.concat(this.#parts)
  }
  raw(bytes: Uint8Array): this {
    this.#parts.push(Buffer.from(bytes))
    return this
  }
  writeMessageBegin(name: string, type: number, seqId: number): void {
    this.writeI32(STRICT | type | 0)
    this.writeString(name)
    this.writeI32(seqId)
  }
  writeStructBegin(): void {}
  writeStructEnd(): void {}
  writeFieldBegin(_name: string, type: number, id: number): void {
    this.writeByte(type)
    this.writeI16(id)
  }
  writeFieldEnd(): void {}
  writeFieldStop(): void {
    this.writeByte(TYPE.STOP)
  }
  writeMapBegin(keyType: number, valueType: number, size: number): void {
    this.writeByte(keyType)
    this.writeByte(valueType)
    this.writeI32(size)
  }
  writeMapEnd(): void {}
  writeListBegin(elementType: number, size: number): void {
    this.writeByte(elementType)
    this.writeI32(size)
  }
  writeListEnd(): void {}
  writeBool(value: boolean): void {
    this.writeByte(value ? 1 : 0)
  }
  writeByte(value: number): void {
    this.#parts.push(Buffer.from([value & 0xff]))
  }
  writeI16(value: number): void {
    const bytes = Buffer.alloc(2)
    bytes.writeInt16BE(value)
    this.#parts.push(bytes)
  }
  writeI32(value: number): void {
    const bytes = Buffer.alloc(4)
    bytes.writeInt32BE(value | 0)
    this.#parts.push(bytes)
  }
  writeI64(value: Int64 | number): void {
    this.#parts.push(Buffer.from((typeof value === 'number' ? new Int64(value) : value).toBuffer()))
  }
  writeDouble(value: number): void {
    const bytes = Buffer.alloc(8)
    bytes.writeDoubleBE(value)
    this.#parts.push(bytes)
  }
  writeString(value: string | Uint8Array): void {
    const bytes = Buffer.from(value)
    this.writeI32(bytes.length)
    this.#parts.push(bytes)
  }
  writeBinary(value: string | Uint8Array): void {
    this.writeString(value)
  }
}

/** Reads Thrift's strict binary protocol. */
export class ThriftReader {
  readonly #bytes: Buffer
  position = 0

  constructor(bytes: Buffer) {
    this.#bytes = bytes
  }

  #take(length: number): number {
    if (length < 0 || this.position + length > this.#bytes.length) throw new UnderrunError()
    this.position += length
    return this.position - length
  }
  readMessageBegin(): { name: string; type: number; seqId: number } {
    const version = this.readI32()
    return { name: this.readString(), type: version & 0xff, seqId: this.readI32() }
  }
  readStructBegin(): void {}
  readStructEnd(): void {}
  readFieldBegin(): { ftype: number; fid: number } {
    const ftype = this.readByte()
    return { ftype, fid: ftype === TYPE.STOP ? 0 : this.readI16() }
  }
  readFieldEnd(): void {}
  readMapBegin(): { ktype: number; vtype: number; size: number } {
    return { ktype: this.readByte(), vtype: this.readByte(), size: this.readI32() }
  }
  readMapEnd(): void {}
  readListBegin(): { etype: number; size: number } {
    return { etype: this.readByte(), size: this.readI32() }
  }
  readListEnd(): void {}
  readBool(): boolean {
    return this.readByte() !== 0
  }
  readByte(): number {
    return this.#bytes.readInt8(this.#take(1))
  }
  readI16(): number {
    return this.#bytes.readInt16BE(this.#take(2))
  }
  readI32(): number {
    return this.#bytes.readInt32BE(this.#take(4))
  }
  readI64(): Int64 {
    return new Int64(this.#bytes, this.#take(8))
  }
  readDouble(): number {
    return this.#bytes.readDoubleBE(this.#take(8))
  }
  readBinary(): Buffer {
    const length = this.readI32()
    const at = this.#take(length)
    return this.#bytes.subarray(at, at + length)
  }
  readString(): string {
    return this.readBinary().toString('utf8')
  }
  skip(type: number): void {
    switch (type) {
      case TYPE.BOOL:
      case TYPE.BYTE:
        this.#take(1)
        break
      case TYPE.I16:
        this.#take(2)
        break
      case TYPE.I32:
        this.#take(4)
        break
      case TYPE.I64:
      case TYPE.DOUBLE:
        this.#take(8)
        break
      case TYPE.STRING:
        this.readBinary()
        break
      case TYPE.STRUCT:
        for (let field = this.readFieldBegin(); field.ftype !== TYPE.STOP; field = this.readFieldBegin()) this.skip(field.ftype)
        break
      case TYPE.LIST:
      case TYPE.SET: {
        const { etype, size } = this.readListBegin()
        for (let i = 0; i < size; i++) this.skip(etype)
        break
      }
      case TYPE.MAP: {
        const { ktype, vtype, size } = this.readMapBegin()
        for (let i = 0; i < size * 2; i++) this.skip(i % 2 === 0 ? ktype : vtype)
        break
      }
      default:
        throw new TypeError(`type ${type}`)
    }
  }
}
