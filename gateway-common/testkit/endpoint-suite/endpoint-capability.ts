/**
 * What endpoints can do and may lack. An endpoint has all of them unless its author says otherwise, with a reason; the
 * suite then checks what must hold all the same.
 */
export const ENDPOINT_CAPABILITIES = {
  SESSIONS: 'Clients open and close sessions of their own, with properties.',
  OPERATIONS: 'A statement is an operation: submitting it returns at once, and clients ask for its status and close it.',
  CANCEL: 'Clients cancel an operation.',
  PAGING: 'Clients fetch results page by page, and get rows before the last one is there.',
  PAGE_SIZE: 'Clients say how many rows a page holds at most.',
  REPEAT_PAGE: 'Clients fetch the page they fetched last again.',
  LATE_ERRORS:
    'An error that comes after the first rows reaches clients as an error of the protocol, and not as an answer that breaks off.',
  ROW_KINDS: 'Clients see the kinds of the rows of a changelog.',
} as const

/** One of {@link ENDPOINT_CAPABILITIES}. */
export type EndpointCapability = keyof typeof ENDPOINT_CAPABILITIES
