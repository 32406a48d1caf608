import type { IncomingMessage } from 'node:http'
import { type Answer, JSON_TYPE } from '../http/answer.js'

const MAX_AGE_SECONDS = '600'
const METHODS = 'GET, POST, DELETE'

/** Tells a browser's question whether a page may send a request from other OPTIONS, which the protocol does not have. */
export function isPreflight({ method, headers }: IncomingMessage): boolean {
  return method === 'OPTIONS' && headers['access-control-request-method'] !== undefined
}

/** Answers a browser's question for an origin that is allowed. */
export function preflightAnswer({ headers }: IncomingMessage): Answer {
  const asked = headers['access-control-request-headers']
  return {
    status: 200,
    contentType: JSON_TYPE,
    body: '',
    headers: [
      ...['Access-Control-Allow-Methods', METHODS, 'Access-Control-Max-Age', MAX_AGE_SECONDS],
      ...(asked === undefined ? [] : ['Access-Control-Allow-Headers', asked]),
    ],
  }
}
