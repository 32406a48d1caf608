import { describe, test } from '@jest/globals'
import { endpointConformance } from '@sql-gateway/gateway-common/testkit'
import { JSON_LINES_SUBJECT } from './json-lines/json-lines-subject.js'
import { createScriptedService } from './scripted-service.js'

endpointConformance({
  describe,
  test,
  name: 'An endpoint of JSON lines keeps the endpoint contract',
  subject: JSON_LINES_SUBJECT,
  createService: () => createScriptedService(),
})
