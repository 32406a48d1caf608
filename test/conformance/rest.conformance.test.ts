import { describe, test } from '@jest/globals'
import { endpointConformance } from '@sql-gateway/gateway-common/testkit'
import { REST_SUBJECT } from './rest/rest-subject.js'
import { createScriptedService } from './scripted-service.js'

endpointConformance({
  describe,
  test,
  name: 'The REST endpoint keeps the endpoint contract',
  subject: REST_SUBJECT,
  createService: () => createScriptedService(),
  lacks: { PAGE_SIZE: 'A fetch does not say how many rows it wants; the option fetch.max-rows does.' },
})
