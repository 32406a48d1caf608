/**
 * What engines can do and may lack. An engine has all of them unless it says otherwise, with a reason that clients are
 * shown; the engine suite then demands that it refuses properly.
 */
export const ENGINE_CAPABILITIES = {
  CANCEL: 'A running statement stops when it is told to.',
  COMPLETION: 'Candidates for what is being typed.',
  PROGRESS: 'Running statements say how far they are.',
  CATALOGS: 'More than one catalog.',
  PRIMARY_KEYS: 'Tables may have primary keys, and they can be listed.',
  FUNCTIONS: 'Functions can be listed.',
  STREAMING: 'Results may go on for ever, with row kinds.',
  SEEKABLE_RESULTS: 'Results can be read from any place any number of times.',
  MATERIALIZED_TABLES: 'Materialized tables can be refreshed.',
  SCRIPTS: 'Scripts can be deployed to a cluster of their own.',
} as const

/** One of {@link ENGINE_CAPABILITIES}. */
export type EngineCapability = keyof typeof ENGINE_CAPABILITIES

/** What an engine lacks, each with its reason in a sentence. */
export type LackingCapabilities = Readonly<Partial<Record<EngineCapability, string>>>
