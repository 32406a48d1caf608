/** Bodies and answers of the REST protocol, for clients written in TypeScript. Names are those of Flink's messages. */
export * from './admin.js'
export * from './result.js'
export * from './session.js'
export * from './statement.js'
export * from './version.js'
export * from './workflow.js'
