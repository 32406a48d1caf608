import { gatewayError } from '@sql-gateway/gateway-common'
import { renderConfigurationFile } from './configuration-file.js'
import { renderConfigurationPage } from './configuration-page.js'
import { renderErrorsPage } from './errors-page.js'
import { collectOptionSections } from './option-sections.js'

/** What the shipped configuration file sets, by key. */
const SHIPPED: Readonly<Record<string, string>> = { 'sql-gateway.endpoint.type': 'rest, hiveserver2' }

/**
 * The files that are generated from the tables of options and errors: text by path from the installation's folder.
 *
 * @throws {GatewayError} GATEWAY.START_FAILED — an endpoint or engine that comes with the gateway cannot be imported
 */
export async function generateDocuments(installationDirectory: string): Promise<ReadonlyMap<string, string>> {
  // No folder is the home folder here: the documents are about what comes with the gateway, not about somebody's plug-ins.
  const { sections, problems } = await collectOptionSections({ installationDirectory, homeDirectory: '', pluginDirectories: [] })
  if (problems.length > 0) throw gatewayError('GATEWAY.START_FAILED', problems.join('\n'))
  return new Map([
    ['conf/sql-gateway.yaml', renderConfigurationFile(sections, SHIPPED)],
    ['docs/configuration.md', renderConfigurationPage(sections)],
    ['docs/errors.md', renderErrorsPage()],
  ])
}
