import { readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Logger } from '@sql-gateway/gateway-common'

/** Knows of the process that was started last, so that one whose gateway was killed is not left running for ever. */
export interface LeftoverNote {
  /** Notes a process. */
  write(pid: number, port: number): Promise<void>
  /** Ends the process that was noted, if it is still that one, and removes the note. Never rejects. */
  clear(): Promise<void>
}

/** @param folder - of this engine's own */
export function createLeftoverNote(folder: string, logger: Logger): LeftoverNote {
  const file = join(folder, 'launched.json')
  return {
    write: (pid, port) => writeFile(file, JSON.stringify({ pid, port })),
    clear: async () => {
      const note = parse(await readFile(file, 'utf8').catch(() => ''))
      if (note === undefined) return
      const { pid, port } = note
      // The system gives numbers of ended processes to others: the port on the command line tells that it is ours.
      const command = await readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '')
      if (command.includes(portOption(port))) {
        logger.warn({ pid }, 'A gateway of Flink that was left running is ended')
        kill(pid)
      }
      // One that stays names nobody, or who has still to be ended: it is looked at again.
      await rm(file, { force: true }).catch((err: unknown) => logger.warn({ err }, "The number of Flink's gateway could not be removed"))
    },
  }
}

/** The argument by which a process is recognised. */
export function portOption(port: number): string {
  return `-Dsql-gateway.endpoint.rest.port=${port}`
}

function kill(pid: number): void {
  try {
    process.kill(pid, 'SIGTERM')
  } catch {
    // It has ended meanwhile.
  }
}

function parse(text: string): { readonly pid: number; readonly port: number } | undefined {
  try {
    const { pid, port } = JSON.parse(text) as { readonly pid?: unknown; readonly port?: unknown }
    return typeof pid === 'number' && typeof port === 'number' ? { pid, port } : undefined
  } catch {
    return undefined
  }
}
