import type { ColumnInfoBody, RowFormat } from '@sql-gateway/endpoint-rest/wire'
import { assertWholePage, notAPage } from '../rest/result-page.js'
import { ROW_MARKS } from '../result/shown-values.js'
import type { ResultPage } from '../result/statement-result.js'
import type { OutputFormat } from '../settings/client-settings.js'
import { type ByteWriter, createByteWriter } from './byte-writer.js'
import { CSV } from './csv-form.js'
import { JSON_LINES } from './json-lines-form.js'
import { createRowCopier, type RowFrame } from './row-copier.js'
import { createRowScanner, type RowScanner } from './row-scanner.js'
import type { TextForm } from './text-form.js'
import { TSV } from './tsv-form.js'

/** Formats for programs. */
export type ExportFormat = Exclude<OutputFormat, 'table'>

const FORMS: Readonly<Record<ExportFormat, TextForm>> = { csv: CSV, tsv: TSV, jsonl: JSON_LINES }

/** By the kinds as they stand in a page. */
const MARKS: Readonly<Record<string, string>> = Object.fromEntries(
  Object.entries(ROW_MARKS).map(([kind, mark]) => [JSON.stringify(kind), mark]),
)

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
  const layout = form.layout([...(withKinds ? ['op'] : []), ...columns.map(({ name }) => name)])
  const frame: RowFrame = { before: layout.before.map((text) => Buffer.from(text)), end: Buffer.from(layout.end) }
  const inserts = withKinds ? insertFrame(frame, form.mark(ROW_MARKS.INSERT)) : frame
  const out = createByteWriter()
  let rowCount = 0

  const writeRow = (body: Buffer, rows: RowScanner): void => {
    let written = 0
    if (withKinds) {
      put(out, frame.before[written++])
      out.text(form.mark(MARKS[body.toString('latin1', rows.kindStart, rows.kindEnd)] ?? ROW_MARKS.INSERT))
    }
    if (rows.fieldCount !== columns.length) throw notAPage()
    for (let field = 0; field < columns.length; field++) {
      put(out, frame.before[written++])
      form.field(out, body, rows.starts[field] as number, rows.ends[field] as number)
    }
    put(out, frame.end)
  }

  return {
    get rowCount() {
      return rowCount
    },
    header: () => {
      out.text(layout.header)
      return out.take()
    },
    page: (page) => {
      const { body } = page
      const rows = createRowScanner(page, columns.length)
      const copier = createRowCopier(body, form, inserts, out)
      // Rows that are not as most are, one by one.
      do {
        if (columns.length > 0) {
          rowCount += copier.copy(rows.at)
          rows.at = copier.at
        }
        if (!rows.next()) break
        writeRow(body, rows)
      } while (++rowCount)
      assertWholePage(body, rows.at)
      return out.take()
    },
  }
}

/** The mark of the kind is part of what stands before the first value. */
function insertFrame({ before: [first, second, ...more], end }: RowFrame, mark: string): RowFrame {
  const parts = [first, Buffer.from(mark), second].filter((part) => part !== undefined)
  return { before: [Buffer.concat(parts), ...more], end }
}

function put(out: ByteWriter, bytes: Uint8Array | undefined): void {
  if (bytes !== undefined) out.copy(bytes, 0, bytes.length)
}
