import { describe, test } from '@jest/globals'
import { endpointConformance } from '@sql-gateway/gateway-common/testkit'
import { connectHttp, connectNoSasl, connectPlain } from '../support/hiveserver2/thrift-connection.js'
import { hiveServer2Subject } from './hiveserver2/hiveserver2-subject.js'
import { createScriptedService } from './scripted-service.js'

const LACKS = {
  REPEAT_PAGE: 'A fetch goes on, goes back or begins again; no page has a name by which it could be asked for twice.',
  ROW_KINDS: 'The protocol has no row kinds; a result that is a changelog is refused.',
}

for (const [way, connect] of [
  ['SASL PLAIN', connectPlain],
  ['no SASL', connectNoSasl],
  ['HTTP', connectHttp],
] as const) {
  endpointConformance({
    describe,
    test,
    name: `The HiveServer2 endpoint, spoken to by ${way}, keeps the endpoint contract`,
    subject: hiveServer2Subject(connect),
    createService: createScriptedService,
    lacks: LACKS,
  })
}
