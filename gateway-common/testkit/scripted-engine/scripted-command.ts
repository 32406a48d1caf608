import type { ErrorCode } from '../../src/error/error-codes.js'
import type { LogicalTypeRoot } from '../../src/type/logical-type.js'

/** SELECT: numbered rows. */
export interface SelectCommand {
  readonly verb: 'select'
  /** Infinity for ENDLESS. */
  readonly rows: number
  readonly failAt?: number
  readonly forward: boolean
  readonly kinds: boolean
  /** The gate that lets rows through. */
  readonly slow?: string
  /** How long names are at least; 0 for as they come. */
  readonly width: number
}

/** What can be in a database. */
export type ScriptedObjectKind = 'TABLE' | 'VIEW' | 'DATABASE'

/** A statement of the scripted engine, parsed. */
export type ScriptedCommand =
  | SelectCommand
  | { readonly verb: 'wait'; readonly gate: string; readonly stubborn: boolean; readonly next: ScriptedCommand }
  | { readonly verb: 'sleep'; readonly ms: number; readonly next: ScriptedCommand }
  | { readonly verb: 'fail'; readonly code: ErrorCode; readonly text: string; readonly line?: number; readonly column?: number }
  | { readonly verb: 'throw' }
  | { readonly verb: 'types'; readonly root?: LogicalTypeRoot }
  | { readonly verb: 'empty' }
  | { readonly verb: 'no-columns' }
  | { readonly verb: 'echo'; readonly text: string }
  | { readonly verb: 'names'; readonly names: readonly string[] }
  | { readonly verb: 'ok' }
  | { readonly verb: 'job' }
  | { readonly verb: 'log'; readonly line: string }
  | { readonly verb: 'dml'; readonly rows: number; readonly table?: string }
  | { readonly verb: 'set'; readonly key: string; readonly value: string }
  | { readonly verb: 'show-config' }
  | { readonly verb: 'reset'; readonly key?: string }
  | { readonly verb: 'use-catalog'; readonly name: string }
  | { readonly verb: 'use'; readonly name: string }
  | { readonly verb: 'show'; readonly what: ScriptedShow }
  | { readonly verb: 'create'; readonly kind: ScriptedObjectKind; readonly temporary: boolean; readonly name: string }
  | { readonly verb: 'drop'; readonly kind: ScriptedObjectKind; readonly name: string }
  | { readonly verb: 'count'; readonly table: string }

/** What SHOW shows. */
export type ScriptedShow = 'CATALOGS' | 'DATABASES' | 'TABLES' | 'CURRENT CATALOG' | 'CURRENT DATABASE'

/** The command with a given verb. */
export type CommandOf<V extends ScriptedCommand['verb']> = Extract<ScriptedCommand, { verb: V }>
