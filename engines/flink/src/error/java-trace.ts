/** One exception of a Java stack trace. */
export interface JavaException {
  /** Full name of its class. */
  readonly className: string
  /** Empty where it has none. */
  readonly message: string
}

/** A line `\tat org.apache…` or `\t... 12 more`; what follows up to the next cause are more of them. */
const FRAMES = /\n\s*(?:at [\w$.<>/@-]+\(|\.\.\. \d+ (?:more|common frames omitted))/
/** `Internal server error.`, `<Exception on server side:` and its end are Flink's wrapping. */
const WRAPPING = /^\s*(?:Internal server error\.\s*)?(?:<Exception on server side:\s*)?/
/** A Java class; and the names that other engines have for their errors, such as DuckDB's `Catalog Error`. */
const CLASS_NAME = /^(?:[\w$]+(?:\.[\w$]+)+|[\w$]+(?:Error|Exception)|[A-Z][\w ]* Error)$/

/**
 * Reads the exceptions of the texts that Flink's gateway answers with: the outermost first, the root cause last. The stack is
 * left out.
 *
 * @see Apache Flink, `RestServerEndpoint` and `AbstractHandler#handleException`; `Throwable#printStackTrace`
 */
export function readJavaTrace(texts: readonly string[]): readonly JavaException[] {
  return texts
    .join('\n')
    .replace(WRAPPING, '')
    .replace(/\s*End of exception on server side>\s*$/, '')
    .split(/(?:^|\n)\s*Caused by: /)
    .map((part) => part.split(FRAMES, 1)[0] ?? '')
    .map(readException)
    .filter(({ className, message }) => className !== '' || message !== '')
}

function readException(text: string): JavaException {
  const trimmed = text.trim()
  const colon = trimmed.indexOf(': ')
  const name = colon < 0 ? trimmed : trimmed.slice(0, colon)
  if (!CLASS_NAME.test(name)) return { className: '', message: trimmed }
  return { className: name, message: colon < 0 ? '' : trimmed.slice(colon + 2).trim() }
}
