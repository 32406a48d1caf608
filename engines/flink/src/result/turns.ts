/** Work that stops now and then to let others have their turn. */
export type Steps<T> = Generator<undefined, T, undefined>

/** Does work to its end, with a turn of the event loop at each stop. */
export async function inTurns<T>(steps: Steps<T>): Promise<T> {
  for (;;) {
    const step = steps.next()
    if (step.done === true) return step.value
    await new Promise<void>((resolve) => setImmediate(resolve))
  }
}

/** Does work to its end at one go. */
export function atOnce<T>(steps: Steps<T>): T {
  for (;;) {
    const step = steps.next()
    if (step.done === true) return step.value
  }
}
