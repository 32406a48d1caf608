import type { TextForm } from './text-form.js'

/**
 * An object a line, by names of columns. Values stay as the gateway wrote them, so that no digit of a number is lost; of columns with
 * equal names, those after the first get a number.
 *
 * @see JSON Lines, jsonlines.org
 */
export const JSON_LINES: TextForm = {
  layout: (names) => ({
    header: '',
    before: unlike(names).map((name, index) => `${index === 0 ? '{' : ','}${JSON.stringify(name)}:`),
    end: names.length === 0 ? '{}\n' : '}\n',
  }),
  mark: (mark) => `"${mark}"`,
  field: (out, body, start, end) => out.copy(body, start, end),
}

/** Names with `_2`, `_3` and so on behind those that came before. */
function unlike(names: readonly string[]): readonly string[] {
  const taken = new Set<string>()
  return names.map((name) => {
    let free = name
    for (let count = 2; taken.has(free); count++) free = `${name}_${count}`
    taken.add(free)
    return free
  })
}
