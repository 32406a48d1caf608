import {
  atLeast,
  booleanOption,
  durationOption,
  integerOption,
  type OptionTable,
  pathOption,
  stringListOption,
  stringOption,
} from '@sql-gateway/gateway-common'

/** The prefix of every option. */
export const GATEWAY_PREFIX = 'sql-gateway.'

/** How much is logged. */
export const LOG_LEVELS = ['debug', 'info', 'warn', 'error'] as const

/** One of {@link LOG_LEVELS}. */
export type LogLevel = (typeof LOG_LEVELS)[number]

/** How log lines look. */
export const LOG_FORMATS = ['auto', 'json', 'pretty'] as const

/** One of {@link LOG_FORMATS}. */
export type LogFormat = (typeof LOG_FORMATS)[number]

/** What the process around the service is set to; the values of {@link GATEWAY_OPTIONS}. */
export interface GatewaySettings {
  /** At least one. */
  readonly endpointTypes: readonly string[]
  /** Names of instances, at least one; the first is the default. */
  readonly engineTypes: readonly string[]
  /** Absolute, or from the home folder. */
  readonly pluginDirectories: readonly string[]
  /** Absolute. */
  readonly dataDirectory: string
  /** At least 0. */
  readonly shutdownGraceMs: number
  readonly logLevel: LogLevel
  readonly logFormat: LogFormat
}

/** The options of the process around the service, keys without `sql-gateway.`. */
export const GATEWAY_OPTIONS = {
  endpointTypes: stringListOption('endpoint.type', ['rest'], {
    doc:
      'Which endpoints to start. Each is set by the options that begin with sql-gateway.endpoint. and its name. ' +
      'The conf/sql-gateway.yaml that comes with the gateway names rest and hiveserver2; the default holds where that file says nothing.',
    check: (types) => (types.length > 0 ? undefined : 'name at least one endpoint'),
  }),
  engineTypes: stringListOption('engine.type', ['duckdb'], {
    doc:
      'Which engines to open, the default one first. Each is set by the options that begin with sql-gateway.engine. and its name. ' +
      'The part of a name before the first - is its kind, so that flink-1.20 and flink-2.3 are two engines of kind flink. ' +
      'A session picks one by the property sql-gateway.engine when it is opened.',
    check: (types) => (types.length > 0 ? undefined : 'name at least one engine'),
  }),
  pluginDirectories: stringListOption('plugin-dirs', [], {
    doc: 'Folders with plug-ins, beside plugins in the home folder: each folder in them is a package. The folder of a single package is fine, too.',
  }),
  dataDirectory: pathOption<string>('data-dir', 'var', {
    doc: 'The folder of everything that outlives a restart. One gateway at a time may use it.',
  }),
  shutdownGraceMs: durationOption('shutdown.grace-time', '20 s', {
    doc: 'How long statements may go on running when the gateway is told to stop; after that they are canceled.',
    check: atLeast(0),
  }),
  logLevel: stringOption<LogLevel>('log.level', 'info', {
    doc: 'The least important lines that are logged.',
    oneOf: LOG_LEVELS,
  }),
  logFormat: stringOption<LogFormat>('log.format', 'auto', {
    doc: 'How log lines look: json is an object a line, pretty is for people, and auto is pretty on a terminal and json elsewhere.',
    oneOf: LOG_FORMATS,
  }),
} as const satisfies OptionTable<GatewaySettings>

/** Options of Flink's gateway that have no meaning here. */
export interface CompatibilitySettings {
  readonly minWorkers: number
  readonly workerKeepAliveMs: number
  readonly planCacheEnabled: boolean
  readonly planCacheSize: number
  readonly planCacheTtlMs: number
}

/** Options that are accepted so that a configuration of Flink's gateway can be used as it is. */
export const COMPATIBILITY_OPTIONS = {
  minWorkers: integerOption<number>('worker.threads.min', 5, {
    doc: 'Accepted for the sake of configurations of the Flink SQL Gateway; does nothing here, since no threads are kept.',
  }),
  workerKeepAliveMs: durationOption('worker.keepalive-time', '5 min', {
    doc: 'Accepted for the sake of configurations of the Flink SQL Gateway; does nothing here, since no threads are kept.',
  }),
  planCacheEnabled: booleanOption('session.plan-cache.enabled', false, {
    doc: 'Accepted for the sake of configurations of the Flink SQL Gateway; does nothing here, since engines plan.',
  }),
  planCacheSize: integerOption<number>('session.plan-cache.size', 100, {
    doc: 'Accepted for the sake of configurations of the Flink SQL Gateway; does nothing here, since engines plan.',
  }),
  planCacheTtlMs: durationOption('session.plan-cache.ttl', '1 h', {
    doc: 'Accepted for the sake of configurations of the Flink SQL Gateway; does nothing here, since engines plan.',
  }),
} as const satisfies OptionTable<CompatibilitySettings>

/** What the gateway itself reads of an engine instance's options. */
export interface EngineInstanceSettings {
  readonly kind: string | undefined
}

/** The options of every engine instance, keys without `sql-gateway.engine.<name>.`. */
export const ENGINE_INSTANCE_OPTIONS = {
  kind: stringOption<string | undefined>('kind', undefined, {
    doc: "The kind of the engine, where the instance's name does not begin with it.",
  }),
} as const satisfies OptionTable<EngineInstanceSettings>
