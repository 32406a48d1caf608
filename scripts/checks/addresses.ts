import { readFileSync } from 'node:fs'
import path from 'node:path'
import { isTest, listFiles } from '../source/tree.js'
import type { Check, Problem } from './check.js'

interface Rule {
  readonly pattern: RegExp
  readonly what: string
  /** Whether tests may hold such a text: as a made-up value it is what they are about. */
  readonly allowedInTests: boolean
}

/** Texts that are true on one machine or in one network only. */
const PRIVATE: readonly Rule[] = [
  { pattern: /(?<![\w.~-])\/(?:home|Users|root)\/[\w.-]+/, what: 'a path of one machine', allowedInTests: true },
  { pattern: /(?<![\w.~/-])\/work\/[\w.-]+/, what: 'a path of one machine', allowedInTests: false },
  { pattern: /\b[A-Z]:\\Users\\/, what: 'a path of one machine', allowedInTests: true },
  {
    pattern: /https?:\/\/(?:10\.\d+|192\.168|172\.(?:1[6-9]|2\d|3[01]))\.\d+\.\d+/,
    what: 'an address of a private network',
    allowedInTests: true,
  },
  { pattern: /https?:\/\/[\w.-]+\.(?:internal|intranet|corp|lan)\b/, what: 'a host of a private network', allowedInTests: false },
  {
    pattern: /\b(?:registry\.npmjs\.org|files\.pythonhosted\.org|repo1?\.maven\.(?:apache\.)?org)\b/,
    what: 'a registry host',
    allowedInTests: false,
  },
]

/** Variables by which npm, pip and the like are told of a registry; whatever host they hold must not get into a file. */
const REGISTRY_VARIABLES = ['npm_config_registry', 'NPM_CONFIG_REGISTRY', 'PIP_INDEX_URL', 'PIP_EXTRA_INDEX_URL', 'MAVEN_MIRROR_URL']

const BINARY = /\.(?:png|jpe?g|gif|ico|pdf|jar|zip|gz|parquet|arrow|db|duckdb|wasm|bin|woff2?)$/

/** This file spells out what it looks for, and its test plants it. */
const EXEMPT = new Set(['scripts/checks/addresses.ts', 'test/checks/addresses.test.ts'])

/** No file says where it was made: no registry host, no private network, no folder of somebody's machine. */
export const addressesCheck: Check = {
  name: 'addresses',
  subject: 'text files',
  run(root) {
    const files = listFiles(root).filter((file) => !BINARY.test(file) && !EXEMPT.has(file))
    const rules = [...PRIVATE, ...configuredRegistries()]
    const inTests = rules.filter(({ allowedInTests }) => !allowedInTests)
    return {
      examined: files.length,
      problems: files.flatMap((file) => judge(file, readFileSync(path.join(root, file), 'utf8'), isTest(file) ? inTests : rules)),
    }
  },
}

function judge(file: string, text: string, rules: readonly Rule[]): readonly Problem[] {
  if (!rules.some(({ pattern }) => pattern.test(text))) return []
  return text.split('\n').flatMap((line, index) =>
    rules.flatMap(({ pattern, what }) => {
      const found = pattern.exec(line)
      return found === null ? [] : [{ file, line: index + 1, message: `'${found[0]}' is ${what}: leave it out` }]
    }),
  )
}

function configuredRegistries(): readonly Rule[] {
  return REGISTRY_VARIABLES.flatMap((name) => {
    const host = URL.parse(process.env[name] ?? '')?.host
    return host === undefined || host === ''
      ? []
      : [{ pattern: new RegExp(host.replaceAll('.', '\\.')), what: 'a registry host', allowedInTests: false }]
  })
}
