import { MessageChannel } from 'node:worker_threads'

/** Keeps the process alive until it is closed: neither timers of the clock nor handlers of signals do. */
export function keepAlive(): { close(): void } {
  const { port1 } = new MessageChannel()
  port1.ref()
  return port1
}
