import { gatewayError } from '@sql-gateway/gateway-common'

const BLANK_LINE = '\r\n\r\n'
const JSON_ATTRIBUTE = 'request'

/**
 * Gives the JSON text of a multipart form, which is its attribute `request`; other attributes are ignored.
 *
 * @returns no bytes where there is no such attribute
 * @throws {GatewayError} REQUEST.INVALID — the form holds a file, or is malformed
 * @see Apache Flink, `FileUploadHandler`
 */
export function multipartRequest(contentType: string, body: Buffer): Buffer {
  const match = /boundary=(?:"([^"]{1,200})"|([^\s;,"]{1,200}))/i.exec(contentType)
  const boundary = match?.[1] ?? match?.[2]
  if (boundary === undefined) throw malformed('the boundary is missing')
  let found: Buffer = Buffer.alloc(0)
  for (const part of partsOf(body, `--${boundary}`)) {
    const { name, isFile, content } = readPart(part)
    if (isFile) throw gatewayError('REQUEST.INVALID', 'Bad request: files cannot be uploaded here.')
    if (name === JSON_ATTRIBUTE) found = content
  }
  return found
}

/** What stands between the delimiters, line ends next to them left out. */
function partsOf(body: Buffer, delimiter: string): Buffer[] {
  const parts: Buffer[] = []
  let start = body.indexOf(delimiter)
  if (start !== 0 && body.subarray(start - 2, start).toString('latin1') !== '\r\n') throw malformed('it does not begin with its boundary')
  while (body.subarray(start + delimiter.length, start + delimiter.length + 2).toString('latin1') !== '--') {
    const next = body.indexOf(`\r\n${delimiter}`, start)
    if (next < 0) throw malformed('it does not end with its boundary')
    parts.push(body.subarray(start + delimiter.length + 2, next))
    start = next + 2
  }
  return parts
}

interface Part {
  readonly name: string | undefined
  readonly isFile: boolean
  readonly content: Buffer
}

function readPart(part: Buffer): Part {
  const end = part.indexOf(BLANK_LINE)
  if (end < 0) throw malformed('a part has no end of its headers')
  const headers = part.subarray(0, end).toString('latin1')
  const disposition = /^content-disposition:\s*form-data(.*)$/im.exec(headers)?.[1] ?? ''
  return {
    name: /;\s*name="?([^";]*)"?/i.exec(disposition)?.[1],
    isFile: /;\s*filename\*?=/i.test(disposition),
    content: part.subarray(end + BLANK_LINE.length),
  }
}

function malformed(reason: string): Error {
  return gatewayError('REQUEST.INVALID', `Bad request: the multipart form is malformed, ${reason}.`)
}
