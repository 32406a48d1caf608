import { createRequire, registerHooks } from 'node:module'
import { type Clock, gatewayError, LATE, withinLimit } from '@sql-gateway/gateway-common'
import { keepAlive } from '../gateway/keep-alive.js'

/** Imports a module by its URL; what `import()` does. */
export type ModuleImporter = (url: string) => Promise<unknown>

/** How long a module may take to load before the gateway gives up on it. */
export const IMPORT_LIMIT_MS = 10_000

const CONTRACT_PACKAGE = /^@sql-gateway\/gateway-common($|\/)/

let contractIsOffered = false

/**
 * Lets plug-ins outside the installation import the contract package: where Node finds none on their own path, they get the
 * gateway's. Resolution in Node belongs to the process, so this is the one thing that is not per gateway; it holds no state,
 * and doing it once is enough.
 */
function offerContract(): void {
  if (contractIsOffered) return
  contractIsOffered = true
  registerHooks({
    resolve: (specifier, context, nextResolve) => {
      if (!CONTRACT_PACKAGE.test(specifier)) return nextResolve(specifier, context)
      try {
        return nextResolve(specifier, context)
      } catch (error) {
        if (context.parentURL === import.meta.url) throw error
        return { url: import.meta.resolve(specifier), shortCircuit: true }
      }
    },
  })
}

function findsContract(url: string): boolean {
  try {
    createRequire(url).resolve('@sql-gateway/gateway-common')
    return true
  } catch {
    return false
  }
}

/** Imports a plug-in's module with Node's own `import()`. */
export const importModule: ModuleImporter = async (url) => {
  if (!findsContract(url)) offerContract()
  return await import(url)
}

/**
 * Imports a module within {@link IMPORT_LIMIT_MS}.
 *
 * @throws {GatewayError} GATEWAY.START_FAILED — it did not load in time; and whatever the module throws
 */
export async function importWithinLimit(importer: ModuleImporter, url: string, clock: Clock): Promise<unknown> {
  // A module that waits for something that never comes keeps nothing alive, and neither do timers of the clock: without an open
  // handle the process would end here without a word.
  const alive = keepAlive()
  try {
    const module = await withinLimit(importer(url), IMPORT_LIMIT_MS, clock)
    if (module !== LATE) return module
  } finally {
    alive.close()
  }
  throw gatewayError('GATEWAY.START_FAILED', `it did not finish loading within ${IMPORT_LIMIT_MS / 1_000} s`)
}
