import { describe, test } from '@jest/globals'
import { engineConformance } from '../../testkit/index.js'
import { createScriptedSubject, SCRIPTED_EXPECTATIONS } from './scripted-subject.js'

engineConformance({
  describe,
  test,
  name: 'The scripted engine keeps the engine contract',
  create: () => createScriptedSubject(),
  ...SCRIPTED_EXPECTATIONS,
})

engineConformance({
  describe,
  test,
  name: 'The scripted engine that lacks everything keeps the engine contract',
  create: () =>
    createScriptedSubject({
      CANCEL: 'It does not listen.',
      COMPLETION: 'It has no words.',
      PROGRESS: 'It does not count.',
      CATALOGS: 'It has one.',
      PRIMARY_KEYS: 'It has none.',
      FUNCTIONS: 'It has none.',
      STREAMING: 'Its results end.',
      SEEKABLE_RESULTS: 'It keeps no rows.',
      MATERIALIZED_TABLES: 'It has none.',
      SCRIPTS: 'It has no cluster.',
    }),
  ...SCRIPTED_EXPECTATIONS,
})
