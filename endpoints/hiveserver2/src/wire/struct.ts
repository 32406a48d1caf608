import type { TProtocol, TStructLike } from 'thrift'

/** Writes a generated structure; the generated declarations leave out that it can be. */
export function writeStruct(output: TProtocol, struct: object): void {
  ;(struct as TStructLike).write(output)
}

/** Reads a generated structure. */
export function readStruct<T extends object>(input: TProtocol, struct: T): T {
  ;(struct as unknown as TStructLike).read(input)
  return struct
}
