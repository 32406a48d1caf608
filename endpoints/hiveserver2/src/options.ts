import {
  atLeast,
  booleanOption,
  durationOption,
  integerOption,
  memorySizeOption,
  type OptionTable,
  portOption,
  type SettingsOf,
  stringListOption,
  stringOption,
} from '@sql-gateway/gateway-common'

/** The ways to speak to the port, by the names of the option `transport.modes`. */
export const TRANSPORT_MODES = ['sasl', 'nosasl', 'http'] as const

/** One of {@link TRANSPORT_MODES}. */
export type TransportMode = (typeof TRANSPORT_MODES)[number]

const UNUSED = 'Accepted for the sake of Flink; does nothing here, since connections take no threads.'

/** The options of the endpoint, without the prefix `sql-gateway.endpoint.hiveserver2.`. */
export const OPTIONS = {
  host: stringOption<string>('thrift.host', '127.0.0.1', {
    doc: 'Address or name of the interface to listen on; 0.0.0.0 means all of them. As long as no authentication is configured only loopback addresses are accepted, unless allow-insecure-bind is on.',
  }),
  port: portOption('thrift.port', 10000, {
    doc: 'Port for binary connections (with SASL and without) and for HTTP alike; the first byte of a connection tells which it is.',
  }),
  allowRemote: booleanOption('allow-insecure-bind', false, {
    doc: 'Whether thrift.host may be other than a loopback address although anyone who reaches it can run statements.',
  }),
  transportModes: stringListOption('transport.modes', TRANSPORT_MODES, {
    doc: 'The ways to speak that are accepted: sasl (binary with SASL PLAIN, the habit of Hive, its drivers and PyHive), nosasl (bare binary, auth=noSasl) and http. A client that comes another way is told so.',
    check: (modes) =>
      modes.length > 0 && modes.every((mode) => TRANSPORT_MODES.some((known) => known === mode))
        ? undefined
        : `one or more of ${TRANSPORT_MODES.join(', ')}`,
  }),
  httpPath: stringOption<string>('thrift.http.path', 'cliservice', {
    doc: 'Path of the HTTP service; with and without a slash at the end, and paths below it, are accepted.',
    check: (path) => (/^[\w.~-]+(\/[\w.~-]+)*$/.test(path) ? undefined : 'a path without a slash at its ends, such as cliservice'),
  }),
  maxMessageBytes: memorySizeOption<number>('thrift.max.message.size', '100 mb', {
    doc: 'Largest message that a client may send. A larger one is answered with an error and ends the connection.',
    check: atLeast(1024),
  }),
  loginTimeoutMs: durationOption('thrift.login.timeout', '20 s', {
    doc: 'A connection that has not finished its login, or sent its first message, after so long is closed; 0 means never.',
  }),
  stallTimeoutMs: durationOption('thrift.stall.timeout', '2 min', {
    doc: 'A connection that stops in the middle of a message, in either direction, for so long is closed; 0 means never.',
  }),
  maxConnections: integerOption<number>('thrift.max.connections', 20000, {
    doc: 'How many connections may be open at once. Further ones are closed as they come.',
    check: atLeast(1),
  }),
  defaultFetchRows: integerOption<number>('thrift.resultset.default.fetch.size', 1000, {
    doc: 'Rows a call that clients are told to fetch when their user gives no number.',
    check: atLeast(1),
  }),
  maxFetchRows: integerOption<number>('thrift.resultset.max.fetch.size', 10000, {
    doc: 'Most rows in one answer; a client that asks for more, or for all, gets so many.',
    check: atLeast(1),
  }),
  maxFetchBytes: memorySizeOption<number>('thrift.resultset.max.fetch.bytes', '8 mb', {
    doc: 'Rough upper bound of the values in one answer, as they lie in memory. Java clients refuse messages above 100 MB.',
    check: atLeast(1024),
  }),
  longPollMs: durationOption('long.polling.timeout', '1 s', {
    doc: 'How long GetOperationStatus waits for the end of a statement before it says that it still runs. Longer means fewer calls; but hive-jdbc lets no cancel through in the meantime.',
  }),
  closeSessionsOnDisconnect: booleanOption('session.close-on-disconnect', true, {
    doc: 'Whether the sessions opened over a binary connection are closed when it ends. Those opened through HTTP never are.',
  }),
  heartbeatMs: durationOption('session.heartbeat-interval', '1 min', {
    doc: 'An open binary connection keeps its sessions from being idle: so often it counts as a use of them; 0 means never.',
  }),
  rewritesBackslashQuotes: booleanOption('statement.rewrite-backslash-quotes', true, {
    doc: "Whether a quote that is written \\' inside of a text literal, as Hive's drivers write the parameters of prepared statements, is turned into the '' of standard SQL. Switch it off for engines that know \\' themselves, such as Spark.",
  }),
  dbmsName: stringOption<string | undefined>('info.dbms-name', undefined, {
    doc: "Name of the database as told to clients, for tools that look for one, such as Spark SQL. Unset, the engine's.",
  }),
  dbmsVersion: stringOption<string | undefined>('info.dbms-version', undefined, {
    doc: "Version of the database as told to clients. Unset, the engine's.",
    check: (version) => (/^\d+\.\d+/.test(version) ? undefined : 'digits with dots, such as 3.1.3'),
  }),
  handleKey: stringOption<string | undefined>('handle.secret-key', undefined, {
    doc: 'Key from which the secrets in handles are made. Unset, a random one at each start.',
    sensitive: true,
    check: (key) => (key.length >= 16 ? undefined : 'at least 16 characters'),
  }),
  minThreads: integerOption<number>('thrift.worker.threads.min', 5, { doc: UNUSED }),
  maxThreads: integerOption<number>('thrift.worker.threads.max', 512, { doc: UNUSED }),
  threadKeepaliveMs: durationOption('thrift.worker.keepalive-time', '60 s', { doc: UNUSED }),
  backoffSlotMs: durationOption('thrift.exponential.backoff.slot.length', '100 ms', { doc: UNUSED }),
} satisfies OptionTable<object>

/** The endpoint's settings. */
export type HiveServer2Settings = SettingsOf<typeof OPTIONS>
