import { CLIENT_PROPERTIES } from '../settings/client-settings.js'

/** The text of --help. */
export function usageText(): string {
  return `The SQL client: runs SQL on a gateway, or on one of its own.

Usage: sql-client.sh [embedded|gateway] [options]

  embedded               Runs a gateway with DuckDB inside; the default without -e.
  gateway                Connects to a gateway, http://127.0.0.1:8083 without -e.

  -e, --endpoint ADDRESS host:port or URL of a gateway: this one or Flink's.
  -p, --path FILE        The database of the gateway inside; without it, everything is in memory and gone at the end.
  -c, --command SQL      Runs statements and ends. May be given several times.
  -f, --file FILE|URL    Runs a script and ends; - is standard input.
  -i, --init FILE|URL    Sets up each session first: SET, USE, CREATE and the like.
  -s, --session NAME     The name of the session (default).
  -D key=value           A property of the session, or, where it begins with sql-gateway., an option of the gateway inside.
  -o, --output FORMAT    table (default), csv, tsv or jsonl.
      --no-header        Leaves out the first line of csv and tsv.
  -k, --keep-going       Goes on behind a statement of a script that fails; the exit code is 1 all the same.
      --history FILE     Where what was typed is kept.
  -h, --help             Shows this text.
  -v, --version          Shows the version.

Without -c and -f, statements are read from standard input: typed, where it is a terminal.

Exit codes: 0 all was run, 1 a statement failed or a file cannot be read, 2 the command line makes no sense,
3 there is no gateway or it went away, 130 stopped by Ctrl-C.

${propertiesText()}`
}

/** The text of the command HELP. */
export function helpText(): string {
  return `Statements end with ; and may take several lines. SHOW TABLES; and DESCRIBE t; tell what there is.

  HELP            Shows this text.
  QUIT, EXIT      Ends the client.
  CLEAR           Empties the screen.
  SOURCE 'file'   Runs a script.
  SET 'key' = 'value', RESET 'key', SET
                  Change and show the properties of the session.

Keys:
${KEYS}

${propertiesText()}`
}

const KEYS = `  Tab             Completes tables, columns and keywords.
  Up, Down        Move in the text, then in the history; Ctrl-R searches it.
  Alt-Enter       A new line, whatever stands before it.
  Ctrl-C          Cancels the statement that runs, or drops what was typed.
  Ctrl-D          Ends the client, on an empty line.
  Ctrl-L          Empties the screen.
  Ctrl-A, Ctrl-E, Ctrl-W, Ctrl-U, Ctrl-K, Ctrl-Y and others as in readline.
  In the pager    space and b turn pages, arrows move, / searches, q leaves.
  In the views    N and P turn pages, L is the last, O opens a row, Q leaves.`

function propertiesText(): string {
  const lines = Object.entries(CLIENT_PROPERTIES).map(([key, doc]) => `  ${key}\n      ${doc}`)
  return `Properties that the client reads:\n${lines.join('\n')}\n`
}
