import { clientError } from '../error/client-error.js'

/**
 * Waits for work no longer than until it is stopped. What becomes of it then is dropped, an error included.
 *
 * @param onCancel - called once when it is stopped
 * @throws {ClientError} canceled
 */
export async function orCanceled<T>(work: Promise<T>, signal: AbortSignal, onCancel: () => void = () => undefined): Promise<T> {
  if (signal.aborted) {
    work.catch(() => undefined)
    onCancel()
    throw canceled()
  }
  const { promise, reject } = Promise.withResolvers<never>()
  const abort = (): void => {
    onCancel()
    reject(canceled())
  }
  signal.addEventListener('abort', abort, { once: true })
  try {
    return await Promise.race([work, promise])
  } finally {
    signal.removeEventListener('abort', abort)
  }
}

function canceled(): Error {
  return clientError('canceled', 'The statement was canceled.')
}
