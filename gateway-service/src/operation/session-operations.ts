import type { Operation } from './operation.js'

/** The operations of one session that are not closed, in the order of their submission. */
export interface SessionOperations extends Iterable<Operation> {
  readonly size: number
  add(operation: Operation): void
  /** Takes an operation out that is in; the iteration that stands at it may go on. */
  delete(operation: Operation): void
}

/** Makes it without operations. */
export function createSessionOperations(): SessionOperations {
  return new Chain()
}

/** Linked through the operations: a Set takes half a kilobyte, and keeps what has gone from it, see ExpiryPlace. */
class Chain implements SessionOperations {
  size = 0
  #first: Operation | undefined
  #last: Operation | undefined

  add(operation: Operation): void {
    operation.before = this.#last
    if (this.#last === undefined) this.#first = operation
    else this.#last.after = operation
    this.#last = operation
    this.size++
  }

  delete(operation: Operation): void {
    const { before, after } = operation
    if (before === undefined) this.#first = after
    else before.after = after
    if (after === undefined) this.#last = before
    else after.before = before
    operation.before = undefined
    operation.after = undefined
    this.size--
  }

  *[Symbol.iterator](): Generator<Operation> {
    for (let operation = this.#first; operation !== undefined; ) {
      const { after } = operation
      yield operation
      operation = after
    }
  }
}
