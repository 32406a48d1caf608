import { checkHome } from './folders.js'
import { runGatewayProcess } from './gateway-process.js'
import type { StartInit } from './start-command.js'
import type { Terminal } from './terminal.js'

/** Runs a gateway in this process and logs to the console. Gives the exit code when it was stopped. */
export async function foregroundCommand(init: StartInit, { environment, clock }: Terminal): Promise<number> {
  checkHome(init.folders)
  // As in the background: paths in statements begin at the same place wherever it is called.
  process.chdir(init.folders.home)
  return await runGatewayProcess({ ...init, environment, logTarget: { console: true }, clock, onReady: () => undefined })
}
