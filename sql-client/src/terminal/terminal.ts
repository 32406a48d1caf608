import type { Clock } from '@sql-gateway/gateway-common'
import type { TextSink } from '../output/text-sink.js'
import type { StatementResult } from '../result/statement-result.js'

/** What the editor asks the shell about the text that is being typed. */
export interface EditorHost {
  /** Tells whether Enter at the end of the text submits it: it ends with `;` outside of quotes and comments, or is a command of the client. */
  isComplete(text: string): boolean
  /**
   * Candidates for the word at the cursor, by the gateway. May take as long as the network does; an abort ends the wait.
   *
   * @param cursor - in UTF-16 units, from 0
   */
  complete(text: string, cursor: number, signal: AbortSignal): Promise<readonly string[]>
  /** The same, asked without the user having asked: in pauses of typing. Where it is missing, nothing is suggested. */
  suggest?(text: string, cursor: number, signal: AbortSignal): Promise<readonly string[]>
}

/** How the read of a statement ended. */
export type ReadOutcome =
  /** Whole as typed or pasted; may hold several statements. */
  | { readonly kind: 'statement'; readonly text: string }
  /** Ctrl-C; what was typed is dropped. */
  | { readonly kind: 'interrupted' }
  /** Ctrl-D on an empty line, or the terminal went away. */
  | { readonly kind: 'end' }

/** What to read. */
export interface ReadRequest {
  /** Such as `Flink SQL> `; plain text. Continuation lines get one of the same width. */
  readonly prompt: string
  /** What the line holds at first, such as a statement that a lost gateway did not take. */
  readonly initial?: string
}

/** How results are shown in full-screen views. */
export interface ViewSettings {
  /** A wider value is cut, in cells of the terminal. */
  readonly maxColumnWidth: number
  /** How many of the newest rows are kept; fewer where they are large. */
  readonly maxRows: number
  /** Whether rows have kinds that matter; the changelog shows them always. */
  readonly isStreaming: boolean
}

/** How a full-screen view ended: by the user, by the end of the result (then the user leaves it), or by an error of the result. */
export interface ViewEnd {
  /** Rows that came, in all. */
  readonly rowCount: number
  /** Why the result ended early, if it did. */
  readonly error?: unknown
}

/** A person's terminal. One thing at a time is shown on it; a call during another is a mistake of the caller. */
export interface ShellTerminal {
  /** Cells and lines, as they are now. */
  readonly size: { readonly columns: number; readonly rows: number }
  /** Lets the user type one statement and adds it to the history. */
  readStatement(request: ReadRequest): Promise<ReadOutcome>
  /** Plain output at the place of the cursor. Clears the progress line first. */
  readonly output: TextSink
  /**
   * Output that may be longer than the screen: shown through a pager where it is, plainly otherwise. `done` resolves when all of it
   * is out, or the user has left the pager; the sink's `closed` tells the second.
   */
  openPager(): { readonly sink: TextSink; done(): Promise<void> }
  /** Shows or changes the one line of progress below the output; undefined removes it. */
  showProgress(line: string | undefined): void
  /** Calls the listener on Ctrl-C outside of the editor and the views; dispose to stop. */
  onInterrupt(listener: () => void): Disposable
  /** Shows changes as they come, newest last, with their kinds, until the user leaves. */
  showChangelog(result: StatementResult, settings: ViewSettings): Promise<ViewEnd>
  /** Shows the table that the changes make, refreshed as they come, until the user leaves. */
  showTable(result: StatementResult, settings: ViewSettings): Promise<ViewEnd>
  /** Empties the screen. */
  clear(): void
  /** Gives the terminal back as it was; saves the history. */
  close(): Promise<void>
}

/** What a terminal is made from. */
export interface TerminalInit {
  readonly input: NodeJS.ReadStream
  readonly output: NodeJS.WriteStream
  readonly host: EditorHost
  readonly clock: Clock
  /** Absolute; made when it does not exist, with rights for the owner only. Undefined keeps no history. */
  readonly historyFile: string | undefined
  /** Undefined or empty: colours as the terminal can. Any value of NO_COLOR switches them off. */
  readonly environment: Readonly<Record<string, string | undefined>>
}
