/** One exception of a Java stack trace. */
export interface JavaException {
  /** Full name of its class. */
  readonly className: string
  /** Empty where it has none. */
  readonly message: string
}

/** What a line of a stack begins with: `at org.apache…(` or `... 12 more`. What follows up to the next cause are more of them. */
const FRAME = /^(?:at [\w$.<>/@-]+\(|\.\.\. \d+ (?:more|common frames omitted))/
const CAUSE = 'Caused by: '
/** What Flink wraps the trace in. */
const HEADS = ['Internal server error.', '<Exception on server side:']
const TAIL = 'End of exception on server side>'
/** A Java class; and the names that other engines have for their errors, such as DuckDB's `Catalog Error`. */
const CLASS_NAME = /^(?:[\w$]+(?:\.[\w$]+)+|[\w$]+(?:Error|Exception)|[A-Z][\w ]* Error)$/
const LONGEST_NAME = 300

/**
 * Reads the exceptions of the texts that Flink's gateway answers with: the outermost first, the root cause last. The stack is
 * left out.
 *
 * @see Apache Flink, `RestServerEndpoint` and `AbstractHandler#handleException`; `Throwable#printStackTrace`
 */
export function readJavaTrace(texts: readonly string[]): readonly JavaException[] {
  return partsOf(unwrapped(texts.join('\n')))
    .map(readException)
    .filter(({ className, message }) => className !== '' || message !== '')
}

function unwrapped(text: string): string {
  let inner = text.trim()
  for (const head of HEADS) if (inner.startsWith(head)) inner = inner.slice(head.length).trimStart()
  return inner.endsWith(TAIL) ? inner.slice(0, -TAIL.length) : inner
}

/** The text of each exception, without its stack. Line by line, as what users write may be in it, at any length. */
function partsOf(trace: string): readonly string[] {
  const parts: string[][] = [[]]
  let isStack = false
  for (const [number, line] of trace.split('\n').entries()) {
    const text = line.trimStart()
    if (text.startsWith(CAUSE)) {
      parts.push([text.slice(CAUSE.length)])
      isStack = false
    } else if (isStack || (number > 0 && FRAME.test(text))) isStack = true
    else parts.at(-1)?.push(line)
  }
  return parts.map((lines) => lines.join('\n'))
}

function readException(text: string): JavaException {
  const trimmed = text.trim()
  const colon = trimmed.indexOf(': ')
  const name = colon < 0 ? trimmed : trimmed.slice(0, colon)
  if (name.length > LONGEST_NAME || !CLASS_NAME.test(name)) return { className: '', message: trimmed }
  return { className: name, message: colon < 0 ? '' : trimmed.slice(colon + 2).trim() }
}
