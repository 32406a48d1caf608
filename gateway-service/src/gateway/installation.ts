import { existsSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { GatewayInfo } from '@sql-gateway/gateway-common'
import { isObject } from '../discovery/plugin-package.js'

const PACKAGE_DIRECTORY = fileURLToPath(new URL('../../..', import.meta.url))

function readPackage(directory: string): Readonly<Record<string, unknown>> {
  const file = join(directory, 'package.json')
  const content: unknown = existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : undefined
  return isObject(content) ? content : {}
}

/** The product and its version, which is that of this package. */
export const PRODUCT: Pick<GatewayInfo, 'productName' | 'version'> = Object.freeze({
  productName: 'SQL Gateway',
  version: String(readPackage(PACKAGE_DIRECTORY)['version']),
})

/**
 * The folder of the package that this one was installed for: the nearest above whose package.json has it among its
 * dependencies. Its other dependencies are the endpoints and engines that come with the gateway.
 */
export function findInstallation(): string {
  for (let folder = dirname(PACKAGE_DIRECTORY); folder !== dirname(folder); folder = dirname(folder)) {
    const { dependencies } = readPackage(folder)
    if (isObject(dependencies) && Object.hasOwn(dependencies, '@sql-gateway/gateway-service')) return folder
  }
  return PACKAGE_DIRECTORY
}
