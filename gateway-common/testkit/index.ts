export type { ConformanceCase, ConformanceRun, Lacks, RegisterTest, Skips, TestRunner } from './conformance/conformance-case.js'
export { ConformanceError } from './conformance/expectations.js'
export { runConformance } from './conformance/run-conformance.js'
export { ENDPOINT_CAPABILITIES, type EndpointCapability } from './endpoint-suite/endpoint-capability.js'
export { type EndpointConformanceOptions, endpointConformance } from './endpoint-suite/endpoint-conformance.js'
export type {
  EndpointClient,
  EndpointSubject,
  MalformedInput,
  ServiceSubject,
  WireError,
  WirePage,
} from './endpoint-suite/endpoint-subject.js'
export { type ObservedService, observeService } from './endpoint-suite/observed-service.js'
export { type EngineConformanceOptions, engineConformance } from './engine-suite/engine-conformance.js'
export type {
  EngineDialect,
  EngineSubject,
  ErrorExpectation,
  ExistingTable,
  FactsExpectation,
  Missing,
  TableDialect,
  TypeExpectation,
} from './engine-suite/engine-subject.js'
export * from './fake-clock.js'
export {
  defaultSettings,
  type EndpointContextChoices,
  type EngineContextChoices,
  endpointContext,
  engineContext,
} from './plugin-context.js'
export { renderRows } from './render-rows.js'
export { everyType, type TypedRows } from './scripted-engine/every-type.js'
export { NUMBERED_SCHEMA, numberedBatch, numberedKind, numberedName } from './scripted-engine/numbered-rows.js'
export type { ScriptedControl } from './scripted-engine/scripted-control.js'
export { createScriptedEngine, type ScriptedEngine, type ScriptedEngineOptions } from './scripted-engine/scripted-engine.js'
export { SCRIPTED_DIALECT, SCRIPTED_TYPES } from './scripted-engine/scripted-expectations.js'
export { SCRIPTED_JOB_ID } from './scripted-engine/scripted-session.js'
