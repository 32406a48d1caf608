/** Which files each file imports. */
export type ImportGraph = ReadonlyMap<string, ReadonlySet<string>>

/** Finds one cycle for every group of files that reach each other; each begins and ends with the same file. */
export function findCycles(graph: ImportGraph): readonly (readonly string[])[] {
  const done = new Set<string>()
  const trail: string[] = []
  const cycles: string[][] = []
  const visit = (file: string): void => {
    const at = trail.indexOf(file)
    if (at !== -1) cycles.push([...trail.slice(at), file])
    if (at !== -1 || done.has(file)) return
    trail.push(file)
    for (const next of graph.get(file) ?? []) visit(next)
    trail.pop()
    done.add(file)
  }
  for (const file of graph.keys()) visit(file)
  return cycles
}
