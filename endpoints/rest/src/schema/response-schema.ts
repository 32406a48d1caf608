import type { z } from 'zod'

/** An answer that a call gives: its name in documents, and its form. */
export interface ResponseSchema {
  readonly name: string
  readonly schema: z.ZodType
  /** Absent for JSON. */
  readonly contentType?: string
}

/** Ties a schema to the interface that clients are given for it. */
export function response<T>(name: string, schema: z.ZodType<T>): ResponseSchema {
  return { name, schema }
}
