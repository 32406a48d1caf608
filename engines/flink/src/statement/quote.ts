/** A name in back-quotes. */
export function quoteName(name: string): string {
  return `\`${name.replaceAll('`', '``')}\``
}

/** The full name of something. */
export function quotePath(...names: readonly string[]): string {
  return names.map(quoteName).join('.')
}
