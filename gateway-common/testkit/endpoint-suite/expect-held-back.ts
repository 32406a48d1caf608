import { SYSTEM_CLOCK } from '../../src/clock.js'
import { expectThat } from '../conformance/expectations.js'
import { type EndpointProbe, portOf } from './endpoint-probe.js'
import { openStallingProxy } from './stalling-proxy.js'

/** Bytes of a row: few rows fill the buffers of two sockets. */
const ROW_BYTES = 10_000
/** About 100 MB, far more than those buffers and a window of the service's hold. */
const MOST_ROWS = 10_000
const LOOK_EVERY_MS = 20
/** So long without another row means that the endpoint has stopped asking for rows. */
const QUIET_MS = 500

function pass(ms: number): Promise<void> {
  return new Promise((resolve) => void SYSTEM_CLOCK.schedule(ms, resolve))
}

/**
 * Fails unless an endless result is held back by a client that stops reading, or is refused. A client that reads what the
 * endpoint sends, however fast, would not tell an endpoint that sends rows on from one that keeps them all.
 */
export async function expectHeldBack<S, O>(probe: EndpointProbe<S, O>): Promise<void> {
  const { subject, control } = probe
  const proxy = await openStallingProxy(probe.address, portOf(probe.address))
  const client = await subject.connect(proxy.address)
  try {
    const session = await client.openSession({})
    let isOver = false
    const running = client
      .execute(session, `SELECT ENDLESS ROWS FORWARD SLOW tap WIDE ${ROW_BYTES}`)
      .then((operation) => client.fetchPage(session, operation, 1000))
      .catch(() => undefined)
      .finally(() => {
        isOver = true
      })
    control.release('tap', 1)
    while (control.rowsRead === 0 && !isOver) await pass(1)
    proxy.stall()
    control.release('tap', MOST_ROWS)
    let last = -1
    for (let quietMs = 0; quietMs < QUIET_MS && !isOver; quietMs = control.rowsRead === last ? quietMs + LOOK_EVERY_MS : 0) {
      last = control.rowsRead
      await pass(LOOK_EVERY_MS)
      const text = `The endpoint took ${MOST_ROWS} rows of ${ROW_BYTES} bytes from the engine for a client that reads nothing.`
      expectThat(control.rowsRead <= MOST_ROWS, text)
    }
    await client.disconnect()
    await running
  } finally {
    await client.disconnect()
    await proxy.close()
  }
  await probe.observed.whenQuiet()
}
