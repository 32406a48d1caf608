/** The version of the contracts in this package that plug-ins are written against. */
export const PLUGIN_API_VERSION = 1

/**
 * What a package offers to the gateway: the value of `sqlGateway` in its package.json, the counterpart of a Java
 * service file. Modules are paths inside the package; each exports its factory by default.
 *
 * @see FLIP-91, endpoint discovery by SPI
 */
export interface PluginManifest {
  /** {@link PLUGIN_API_VERSION} at the time of writing. */
  readonly apiVersion: number
  /** Modules of endpoint factories by identifier. */
  readonly endpoints?: Readonly<Record<string, string>>
  /** Modules of engine factories by identifier. */
  readonly engines?: Readonly<Record<string, string>>
}
