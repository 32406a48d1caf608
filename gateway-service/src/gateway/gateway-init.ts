import type { Clock, EngineFactory, Logger, SqlGatewayEndpointFactory } from '@sql-gateway/gateway-common'
import type { ModuleImporter } from '../discovery/module-importer.js'
import type { LogTarget } from '../observability/log-output.js'

/** What a gateway is made from. Nothing is taken from the process unless it is handed in here. */
export interface GatewayInit {
  /** Absolute. Relative paths of the configuration and the folder `plugins` are taken from it. */
  readonly homeDirectory: string
  /** The folder of sql-gateway.yaml, which has to exist; absent reads no file. */
  readonly configurationDirectory?: string
  /** Options by environment variables, such as `process.env`; absent means none. */
  readonly environment?: Readonly<Record<string, string | undefined>>
  /** Options by key; they win over file and environment. */
  readonly configuration?: Readonly<Record<string, string>>
  /** The folder of the package.json whose dependencies come with the gateway; absent means that of the running code. */
  readonly installationDirectory?: string
  /** Endpoints and engines of the program's own, beside those of packages. */
  readonly endpointFactories?: readonly SqlGatewayEndpointFactory[]
  readonly engineFactories?: readonly EngineFactory[]
  /** Where to log, by the options sql-gateway.log.*; absent logs nothing. */
  readonly logTarget?: LogTarget
  /** Takes the place of a log of the gateway's own. */
  readonly logger?: Logger
  readonly clock?: Clock
  /** How modules of plug-ins are imported; absent means by `import()`. */
  readonly importer?: ModuleImporter
}
