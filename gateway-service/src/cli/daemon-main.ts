import { once } from 'node:events'
import { SYSTEM_CLOCK } from '@sql-gateway/gateway-common'
import type { DaemonOrder, DaemonReport } from './daemon-messages.js'
import { failureText, runGatewayProcess } from './gateway-process.js'

/** The gateway in the background: takes its order from the launcher that forked it, and reports when it is ready or why not. */
async function main(): Promise<number> {
  const [order] = (await once(process, 'message')) as [DaemonOrder]
  try {
    return await runGatewayProcess({
      ...order,
      environment: process.env,
      logTarget: { file: order.logFile },
      clock: SYSTEM_CLOCK,
      onReady: (ready) => void report({ ready }),
    })
  } catch (error) {
    await report({ failed: failureText(error) })
    return 1
  }
}

/** The launcher may be gone; the gateway runs all the same. */
async function report(message: DaemonReport): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>()
  if (process.send === undefined || !process.connected) return
  process.send(message, undefined, {}, () => resolve())
  await promise
  if (process.connected) process.disconnect()
}

process.exit(await main())
