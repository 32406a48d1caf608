import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Statement;

/**
 * Writes down what Flink's JDBC driver shows of a list of statements, so that two gateways can be compared.
 *
 * <p>Arguments: the URL and a file of statements with an empty line between them.
 */
public final class JdbcTranscript {
    private JdbcTranscript() {}

    public static void main(String[] args) throws Exception {
        Class.forName("org.apache.flink.table.jdbc.FlinkDriver");
        try (Connection connection = DriverManager.getConnection(args[0])) {
            DatabaseMetaData metadata = connection.getMetaData();
            System.out.println("catalog " + connection.getCatalog() + ", schema " + connection.getSchema());
            System.out.println("product " + metadata.getDatabaseProductName());
            for (String sql : Files.readString(Path.of(args[1])).strip().split("\n{2,}")) {
                System.out.println("> " + sql);
                try (Statement statement = connection.createStatement()) {
                    write(statement, sql);
                } catch (SQLException | RuntimeException thrown) {
                    System.out.println("error " + rootOf(thrown));
                }
            }
            ask("catalogs", metadata::getCatalogs);
            ask("schemas", metadata::getSchemas);
        }
        // The driver leaves threads behind that would keep the process alive.
        System.exit(0);
    }

    private interface Question {
        ResultSet ask() throws SQLException;
    }

    private static void ask(String what, Question question) {
        System.out.println("> " + what);
        try {
            rows(question.ask());
        } catch (SQLException | RuntimeException thrown) {
            System.out.println("error " + rootOf(thrown));
        }
    }

    private static void write(Statement statement, String sql) throws SQLException {
        if (statement.execute(sql)) rows(statement.getResultSet());
        else System.out.println("no result set, " + statement.getUpdateCount());
    }

    private static void rows(ResultSet rows) throws SQLException {
        ResultSetMetaData columns = rows.getMetaData();
        for (int i = 1; i <= columns.getColumnCount(); i++) {
            System.out.println("column " + columns.getColumnName(i) + " " + columns.getColumnTypeName(i) + " " + columns.getColumnType(i)
                + " " + columns.getPrecision(i) + " " + columns.getScale(i) + " " + columns.isNullable(i));
        }
        while (rows.next()) {
            StringBuilder line = new StringBuilder("row");
            for (int i = 1; i <= columns.getColumnCount(); i++) line.append(" | ").append(valueOf(rows, i));
            System.out.println(line);
        }
        rows.close();
    }

    private static String valueOf(ResultSet rows, int column) {
        try {
            Object value = rows.getObject(column);
            if (value instanceof byte[] bytes) return "bytes " + java.util.HexFormat.of().formatHex(bytes);
            return value == null ? "null" : value.getClass().getSimpleName() + " " + value;
        } catch (SQLException | RuntimeException thrown) {
            return "not read: " + thrown.getMessage();
        }
    }

    /** Flink's text of a failure holds a whole stack: what counts is its innermost cause. */
    private static String rootOf(Throwable thrown) {
        Throwable root = thrown;
        while (root.getCause() != null) root = root.getCause();
        String text = String.valueOf(root.getMessage());
        int from = text.lastIndexOf("Caused by: ");
        String cause = from < 0 ? text : text.substring(from + "Caused by: ".length());
        int until = cause.indexOf("\n\tat ");
        return until < 0 ? cause : cause.substring(0, until);
    }
}
