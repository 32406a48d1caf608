/** What our gateway says where Flink's says something else, on purpose, by the text of the statement. */
export const KNOWN_DIFFERENCES: Readonly<Record<string, string>> = {
  // Statements are counted before any engine is asked.
  'SELECT 1; SELECT 2;': 'STATEMENT.MULTIPLE: The text holds 2 statements; a call takes one.',
  ';': 'STATEMENT.EMPTY: There is no statement in the text.',
  '-- only a comment': 'STATEMENT.EMPTY: There is no statement in the text.',
}

/** The same by what Flink's gateway says: of types for which it has no form it tells as of a failure of its own. */
export const KNOWN_ERRORS: Readonly<Record<string, string>> = {
  'Internal server error. Could not map response to JSON.': 'ENGINE.FAILED: Could not map response to JSON.',
}
