import {
  atLeast,
  durationOption,
  integerOption,
  memorySizeOption,
  type OptionTable,
  pathOption,
  stringListOption,
  stringOption,
} from '@sql-gateway/gateway-common'

/** What a Flink engine is set to; the values of {@link FLINK_OPTIONS}. Times are in milliseconds, sizes in bytes. */
export interface FlinkSettings {
  readonly url: string | undefined
  readonly home: string | undefined
  readonly confDir: string | undefined
  readonly javaHome: string | undefined
  readonly launchOptions: readonly string[]
  readonly startTimeoutMs: number
  readonly restartDelayMs: number
  readonly restartMaxDelayMs: number
  readonly authorization: string | undefined
  readonly requestTimeoutMs: number
  readonly maxConnections: number
  readonly maxResponseBytes: number
  readonly heartbeatIntervalMs: number
  readonly fetchMinDelayMs: number
  readonly fetchMaxDelayMs: number
  readonly prefetchRows: number
  readonly prefetchBytes: number
  readonly catalogConcurrency: number
  readonly catalogCacheMs: number
  readonly timeZone: string
}

/** The options of the engine, keys without `sql-gateway.engine.<name>.`. */
export const FLINK_OPTIONS: OptionTable<FlinkSettings> = {
  url: stringOption<string | undefined>('url', undefined, {
    doc:
      'The address of a running SQL gateway of Flink, such as http://flink:8083, with a path where a proxy has one. Either this or home is needed. ' +
      'The gateway starts whether or not Flink answers; statements fail with ENGINE.UNREACHABLE until it does.',
    check: (url) =>
      /^https?:\/\/[^\s/@?#]+(\/[^\s?#]*)?$/.test(url ?? '')
        ? undefined
        : 'an address such as http://host:8083, without user, query and fragment',
  }),
  home: pathOption<string | undefined>('home', undefined, {
    doc:
      'The folder of a Flink release (FLINK_HOME). Its bin/sql-gateway.sh is then started with the gateway, on a free port of 127.0.0.1, ' +
      'started again when it ends, and stopped with the gateway. It needs a cluster to run jobs on, which its conf-dir names.',
  }),
  confDir: pathOption<string | undefined>('conf-dir', undefined, {
    doc: 'With home: the folder of its configuration (FLINK_CONF_DIR). Without a value the folder conf of the release.',
  }),
  javaHome: pathOption<string | undefined>('java-home', undefined, {
    doc: "With home: the folder of the Java that runs it (JAVA_HOME). Without a value that of the gateway's own environment.",
  }),
  launchOptions: stringListOption('launch-options', [], {
    defaultText: '',
    doc: 'With home: options of Flink for its gateway, each as key=value, over those of conf-dir.',
  }),
  startTimeoutMs: durationOption('start-timeout', '1 min', {
    doc: 'With home: how long statements wait for a gateway of Flink that is just starting; one that has not answered by then is ended and started again.',
    check: atLeast(1000),
  }),
  restartDelayMs: durationOption('restart-delay', '1 s', {
    doc: 'With home: how long after its end the gateway of Flink is started again. The time doubles with each end that follows soon, up to restart-max-delay.',
    check: atLeast(1),
  }),
  restartMaxDelayMs: durationOption('restart-max-delay', '1 min', {
    doc: 'With home: the longest time before another start.',
    check: atLeast(1),
  }),
  authorization: stringOption<string | undefined>('authorization', undefined, {
    doc: "What is sent as the header Authorization with each request, for a proxy before Flink's gateway, such as `Bearer …`.",
    sensitive: true,
  }),
  requestTimeoutMs: durationOption('request-timeout', '1 min', {
    doc: "How long Flink's gateway may take for the answer to one request. Statements may take as long as they like: they are asked after, again and again.",
    check: atLeast(10),
  }),
  maxConnections: integerOption<number>('max-connections', 256, {
    doc: "How many connections to Flink's gateway there are at most; further requests wait for a free one.",
    check: atLeast(2),
  }),
  maxResponseBytes: memorySizeOption<number>('max-response-size', '256 mb', {
    doc: "How large one answer of Flink's gateway may be. A page of rows that is larger fails with RESULT.TOO_LARGE.",
    check: atLeast(64 * 1024),
  }),
  heartbeatIntervalMs: durationOption('heartbeat-interval', '2 min', {
    doc:
      "How often Flink's gateway is told of sessions that would otherwise be idle there; keep it well below its own sql-gateway.session.idle-timeout, " +
      'which is 10 minutes by default.',
    check: atLeast(100),
  }),
  fetchMinDelayMs: durationOption('fetch.min-delay', '2 ms', {
    doc: "How long to wait, at first, before asking again for rows that are not there yet. Flink's gateway answers at once even when it has none.",
    check: atLeast(1),
  }),
  fetchMaxDelayMs: durationOption('fetch.max-delay', '400 ms', {
    doc: 'How long to wait at most: the wait grows while nothing comes, and begins anew with the next row. It bounds what an idle stream costs.',
    check: atLeast(1),
  }),
  prefetchRows: integerOption<number>('fetch.prefetch-rows', 10_000, {
    doc: 'How many rows of one result are fetched ahead of the client. More rows are fetched once fewer are left, so that a slow client holds Flink back.',
    check: atLeast(1),
  }),
  prefetchBytes: memorySizeOption<number>('fetch.prefetch-size', '16 mb', {
    doc: 'How much memory the rows of one result may take that are fetched ahead of the client. A page is fetched whole: it may be more by that.',
    check: atLeast(1),
  }),
  catalogConcurrency: integerOption<number>('catalog.concurrency', 4, {
    doc: 'How many tables are described at a time when the columns of many are asked for; Flink has no call for all.',
    check: atLeast(1),
  }),
  catalogCacheMs: durationOption('catalog.cache-time', '30 s', {
    doc:
      'How long what Flink told of catalogs, tables and functions is believed. What the session itself changes shows at once, what others change after that time. ' +
      '0 asks each time.',
    check: atLeast(0),
  }),
  timeZone: stringOption<string>('time-zone', 'default', {
    doc:
      "The time zone of Flink's gateway, such as Europe/Berlin; default is that of this machine. Flink gives points of time as its clocks show them, in this zone " +
      'unless the session sets table.local-time-zone.',
  }),
}
