import type { ColumnInfoBody, RowFormat } from '@sql-gateway/endpoint-rest/wire'
import type { ResultPage } from '../result/statement-result.js'
import type { OutputFormat } from '../settings/client-settings.js'
import { type ByteWriter, createByteWriter } from './byte-writer.js'
import { CSV } from './csv-form.js'
import { JSON_LINES } from './json-lines-form.js'
import { createRowScanner } from './row-scanner.js'
import type { TextForm } from './text-form.js'
import { TSV } from './tsv-form.js'

/** Formats for programs. */
export type ExportFormat = Exclude<OutputFormat, 'table'>

const FORMS: Readonly<Record<ExportFormat, TextForm>> = { csv: CSV, tsv: TSV, jsonl: JSON_LINES }

/** The short marks of row kinds, as Flink shows them. */
const MARKS: Readonly<Record<string, string>> = { '"INSERT"': '+I', '"UPDATE_BEFORE"': '-U', '"UPDATE_AFTER"': '+U', '"DELETE"': '-D' }

/** Turns the pages of one result into the bytes of a format. */
export interface Exporter {
  /** Names of columns, where the format has them. */
  header(): Buffer
  /** Gives the bytes of a page, and counts its rows. */
  page(page: ResultPage): Buffer
  readonly rowCount: number
}

/** The row format that a format is made from: JSON values where they stay what they are, text otherwise. */
export function rowFormatOf(format: ExportFormat): RowFormat {
  return format === 'jsonl' ? 'JSON' : 'PLAIN_TEXT'
}

/**
 * Makes an exporter.
 *
 * @param withKinds - whether a first column `op` tells what each row does to the table
 */
export function createExporter(format: ExportFormat, columns: readonly ColumnInfoBody[], withKinds: boolean): Exporter {
  const form = FORMS[format]
  const names = [...(withKinds ? ['op'] : []), ...columns.map(({ name }) => name)]
  const layout = form.layout(names)
  const before = layout.before.map((text) => Buffer.from(text))
  const end = Buffer.from(layout.end)
  const out = createByteWriter()
  let rowCount = 0

  return {
    get rowCount() {
      return rowCount
    },
    header: () => {
      out.text(layout.header)
      return out.take()
    },
    page: (page) => {
      const rows = createRowScanner(page, columns.length)
      const { body } = page
      const { starts, ends } = rows
      for (; rows.next(); rowCount++) {
        let written = 0
        if (withKinds) {
          put(out, before[written++])
          out.text(form.mark(MARKS[body.toString('latin1', rows.kindStart, rows.kindEnd)] ?? '+I'))
        }
        for (let field = 0; field < rows.fieldCount; field++) {
          put(out, before[written++])
          form.field(out, body, starts[field] as number, ends[field] as number)
        }
        put(out, end)
      }
      return out.take()
    },
  }
}

function put(out: ByteWriter, bytes: Uint8Array | undefined): void {
  if (bytes !== undefined) out.copy(bytes, 0, bytes.length)
}
