import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.SQLTimeoutException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;

/**
 * What a Java application expects of Hive's JDBC driver, asked of a gateway on DuckDB.
 *
 * <p>Arguments: the address, host:port; what follows the database in the URL, such as ";auth=noSasl"; the driver's major version;
 * "all", or "few" to leave out what takes long. Prints for each check "ok", a tab and its name, or "FAIL", a tab, its name, a tab and
 * what happened instead.
 */
public final class HiveChecks {
    private interface Question {
        Object ask() throws Exception;
    }

    /** An error that must be thrown: its SQLSTATE and words of its message. */
    private record Failure(String sqlState, String words) {}

    private static final int MILLION = 1_000_000;
    private static final String SLOW = "SELECT COUNT(*) AS n FROM range(1000000) AS a(x), range(1000000) AS b(y) WHERE (x * y) % 7 = 3";

    private final String address;
    private final String settings;
    private final int driverVersion;
    private final boolean isThorough;

    private HiveChecks(String[] args) {
        address = args[0];
        settings = args[1];
        driverVersion = Integer.parseInt(args[2]);
        isThorough = args[3].equals("all");
    }

    public static void main(String[] args) throws Exception {
        Class.forName("org.apache.hive.jdbc.HiveDriver");
        new HiveChecks(args).all();
        // The driver leaves threads behind that would keep the process alive.
        System.exit(0);
    }

    private void all() throws Exception {
        connecting();
        try (Connection connection = connect("default")) {
            session(connection);
            types(connection);
            nested(connection);
            definitions(connection);
            metadata(connection);
            dbeaver(connection);
            prepared(connection);
            errors(connection);
            if (isThorough) largeResult(connection);
            stopping(connection);
        }
    }

    private Connection connect(String database) throws SQLException {
        return DriverManager.getConnection("jdbc:hive2://" + address + "/" + database + settings, "me", "secret");
    }

    private void connecting() throws Exception {
        check("connects with user and password", true, () -> {
            try (Connection connection = connect("default")) {
                return connection.isValid(5);
            }
        });
        check("stands in the engine's database where default is asked for", "default_database", () -> {
            try (Connection connection = connect("default")) {
                return connection.getSchema();
            }
        });
        check("refuses a database that does not exist", new Failure("08S01", "Database 'nowhere' not found."), () -> connect("nowhere"));
        check("runs the statements of initFile", "from the file", () -> {
            Path file = Files.createTempFile("init", ".sql");
            Files.writeString(file, "set my.greeting=from the file;\n");
            String url = "jdbc:hive2://" + address + "/default;initFile=" + file + settings;
            try (Connection connection = DriverManager.getConnection(url, "me", "secret")) {
                return one(connection, "set my.greeting").replace("my.greeting=", "");
            } finally {
                Files.delete(file);
            }
        });
        check("takes settings of Hive from the URL", "hive.no.such.setting=7", () -> {
            String url = "jdbc:hive2://" + address + "/default" + settings + "?hive.no.such.setting=7#day=2020";
            try (Connection connection = DriverManager.getConnection(url, "me", "secret")) {
                return one(connection, "set hive.no.such.setting");
            }
        });
    }

    private void session(Connection connection) throws Exception {
        check("SELECT 1", "1", () -> one(connection, "SELECT 1 AS one"));
        check("changes the schema and comes back", "default_database", () -> {
            run(connection, "CREATE SCHEMA IF NOT EXISTS peers_schema");
            connection.setSchema("peers_schema");
            String other = connection.getSchema();
            connection.setSchema("default");
            return other.equals("peers_schema") ? connection.getSchema() : "stayed in " + other;
        });
        check("sets a property as Hive does", "hive.x.y=a b c", () -> {
            run(connection, "set hive.x.y=a b c");
            return one(connection, "set hive.x.y");
        });
        check("lists properties", true, () -> rows(connection, "SET -v").contains("[hive.x.y=a b c]"));
    }

    private void types(Connection connection) throws Exception {
        String sql = "SELECT true AS c_boolean, 127::TINYINT AS c_tinyint, '-32768'::SMALLINT AS c_smallint, 2147483647::INTEGER AS c_int,"
            + " 9223372036854775807::BIGINT AS c_bigint, 1.1::FLOAT AS c_float, 3.141592653589793::DOUBLE AS c_double,"
            + " '12345678901234567890.123456789'::DECIMAL(38,9) AS c_decimal, '-0.10'::DECIMAL(10,2) AS c_small_decimal, 'héllo ✓ 😀' AS c_string,"
            + " DATE '2020-02-29' AS c_date, TIMESTAMP '2020-02-29 23:59:58.123456' AS c_timestamp, '\\x00\\xFF\\x10'::BLOB AS c_binary";
        check("shows types by name, code, precision and scale",
            "[c_boolean boolean 16 1 0, c_tinyint tinyint -6 3 0, c_smallint smallint 5 5 0, c_int int 4 10 0, c_bigint bigint -5 19 0,"
                + " c_float float 6 7 7, c_double double 8 15 15, c_decimal decimal 3 38 9, c_small_decimal decimal 3 10 2,"
                + " c_string string 12 2147483647 0, c_date date 91 10 0, c_timestamp timestamp 93 29 9, c_binary binary -2 2147483647 0]",
            () -> {
                try (Statement statement = connection.createStatement(); ResultSet result = statement.executeQuery(sql)) {
                    ResultSetMetaData meta = result.getMetaData();
                    List<String> columns = new ArrayList<>();
                    for (int c = 1; c <= meta.getColumnCount(); c++) {
                        columns.add(meta.getColumnName(c) + " " + meta.getColumnTypeName(c) + " " + meta.getColumnType(c) + " "
                            + meta.getPrecision(c) + " " + meta.getScale(c));
                    }
                    return columns;
                }
            });
        check("reads a value of each type",
            "[[true, 127, -32768, 2147483647, 9223372036854775807, 1.1, 3.141592653589793, 12345678901234567890.123456789, -0.10,"
                + " héllo ✓ 😀, 2020-02-29, 2020-02-29 23:59:58.123456, 0x00ff10]]",
            () -> rows(connection, sql));
        check("reads null in each type", "[[null, null, null, null, null, null, null, null, null, null, null, null, null]]",
            () -> rows(connection, "SELECT * FROM (" + sql + ") WHERE false UNION ALL SELECT NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL"));
        check("reads the ends of the ranges", "[[-128, -9223372036854775808, NaN, Infinity, 0001-01-01, 9999-12-31 23:59:59.999999]]",
            () -> rows(connection, "SELECT '-128'::TINYINT, '-9223372036854775808'::BIGINT, 'NaN'::FLOAT, 'Infinity'::DOUBLE, DATE '0001-01-01', TIMESTAMP '9999-12-31 23:59:59.999999'"));
        check("reads a result without rows", "[]", () -> rows(connection, "SELECT 1 AS a, 'x' AS b WHERE 1 = 0"));
        check("reads an untyped null", "[[null]]", () -> rows(connection, "SELECT NULL AS nothing"));
    }

    private void nested(Connection connection) throws Exception {
        check("shows arrays, maps and structs as text",
            "[[[1,null,3], {\"a\":1,\"b\":null}, {\"x\":1,\"y\":\"z\\\"q\"}, [{\"d\":\"2020-01-02\",\"m\":{\"k\":1.5}}]], [null, null, null, null]]",
            () -> rows(connection, "SELECT [1, NULL, 3], MAP {'a': 1, 'b': NULL}, {'x': 1, 'y': 'z\"q'}, [{'d': DATE '2020-01-02', 'm': MAP {'k': 1.5::DOUBLE}}]"
                + " UNION ALL SELECT NULL, NULL, NULL, NULL"));
        check("names their types", "[array, map, struct]", () -> {
            try (Statement statement = connection.createStatement(); ResultSet result = statement.executeQuery("SELECT [1], MAP {1: 2}, {'x': 1}")) {
                ResultSetMetaData meta = result.getMetaData();
                return List.of(meta.getColumnTypeName(1), meta.getColumnTypeName(2), meta.getColumnTypeName(3));
            }
        });
    }

    private void definitions(Connection connection) throws Exception {
        check("statements without rows have no result set", false,
            () -> run(connection, "CREATE OR REPLACE TABLE peers_t (id INTEGER PRIMARY KEY, name VARCHAR, price DECIMAL(12,3), ts TIMESTAMP, tags VARCHAR[])"));
        // Drivers before 4 do not read how many rows changed.
        check("INSERT tells how many rows it made", driverVersion >= 4 ? 3 : 0, () -> {
            try (Statement statement = connection.createStatement()) {
                return statement.executeUpdate("INSERT INTO peers_t SELECT id, CONCAT('n', id), id, TIMESTAMP '2020-01-01 00:00:00', ['a'] FROM range(3) AS t(id)");
            }
        });
        check("a view", false, () -> run(connection, "CREATE OR REPLACE VIEW peers_v AS SELECT id, name FROM peers_t"));
        check("reads them back", "[[0, n0], [1, n1], [2, n2]]", () -> rows(connection, "SELECT * FROM peers_v ORDER BY id"));
    }

    private void metadata(Connection connection) throws Exception {
        DatabaseMetaData meta = connection.getMetaData();
        check("product", true, () -> meta.getDatabaseProductName().equals("DuckDB") && meta.getDatabaseProductVersion().matches("\\d+(\\.\\d+)+"));
        check("version as numbers", true, () -> meta.getDatabaseMajorVersion() >= 1);
        check("catalogs", true, () -> column(meta.getCatalogs(), "TABLE_CAT").contains("default_catalog"));
        check("schemas", true, () -> column(meta.getSchemas(), "TABLE_SCHEM").containsAll(List.of("default_database", "peers_schema")));
        check("schemas by pattern", "[peers_schema]", () -> column(meta.getSchemas(null, "peers\\_%"), "TABLE_SCHEM"));
        check("table types", true, () -> column(meta.getTableTypes(), "TABLE_TYPE").containsAll(List.of("TABLE", "VIEW")));
        check("tables by pattern", "[peers_t, peers_v]", () -> column(meta.getTables(null, "default_database", "peers%", null), "TABLE_NAME"));
        check("tables of the default database", "[peers_t, peers_v]", () -> column(meta.getTables(null, "default", "peers%", null), "TABLE_NAME"));
        check("tables by type", "[peers_v]", () -> column(meta.getTables(null, null, "peers%", new String[] {"VIEW"}), "TABLE_NAME"));
        check("columns", "[id, name, price, ts, tags]", () -> column(meta.getColumns(null, "default_database", "peers_t", "%"), "COLUMN_NAME"));
        check("codes of their types", "[4, 12, 3, 93, 2003]", () -> column(meta.getColumns(null, null, "peers_t", null), "DATA_TYPE"));
        check("sizes and digits", "[10, 2147483647, 12, 29, null][0, null, 3, 9, null]",
            () -> column(meta.getColumns(null, null, "peers_t", null), "COLUMN_SIZE").toString()
                + column(meta.getColumns(null, null, "peers_t", null), "DECIMAL_DIGITS"));
        check("nullable columns", "[NO, YES, YES, YES, YES]", () -> column(meta.getColumns(null, null, "peers_t", null), "IS_NULLABLE"));
        check("primary keys", "[id]", () -> column(meta.getPrimaryKeys(null, "default_database", "peers_t"), "COLUMN_NAME"));
        check("foreign keys, of which there are none", "[]", () -> column(meta.getCrossReference(null, null, "peers_t", null, null, "peers_t"), "PKTABLE_NAME"));
        check("functions", "[abs]", () -> column(meta.getFunctions(null, null, "abs"), "FUNCTION_NAME"));
        check("types", true, () -> column(meta.getTypeInfo(), "TYPE_NAME").containsAll(List.of("INT", "STRING", "DECIMAL", "ARRAY")));
    }

    /**
     * What DBeaver sends through the driver where a person opens a connection, its tree, a table and its data: the statements of its
     * plug-in for Hive, and the metadata calls of its generic one.
     */
    private void dbeaver(Connection connection) throws Exception {
        check("DBeaver finds the active database", "default_database", () -> one(connection, "SELECT CURRENT_DATABASE()"));
        check("DBeaver makes another one active", "peers_schema", () -> {
            run(connection, "USE `peers_schema`");
            String active = one(connection, "SELECT CURRENT_DATABASE()");
            run(connection, "USE default_database");
            return active;
        });
        check("DBeaver shows how a table was made", true, () -> one(connection, "SHOW CREATE TABLE `default_database`.`peers_t`").startsWith("CREATE TABLE"));
        check("DBeaver shows how a view was made", true, () -> one(connection, "SHOW CREATE TABLE `default_database`.`peers_v`").startsWith("CREATE VIEW"));
        check("DBeaver is told that there are no indexes to show", new Failure("42000", "syntax error"), () -> {
            try (PreparedStatement statement = connection.prepareStatement("SHOW INDEX ON ?")) {
                statement.setString(1, "peers_t");
                return rows(statement.executeQuery());
            }
        });
        check("DBeaver opens the data of a table", "[[0, n0], [1, n1], [2, n2]]", () -> {
            try (Statement statement = connection.createStatement()) {
                statement.setFetchSize(200);
                statement.setMaxRows(200);
                return rows(statement.executeQuery("SELECT `id`, `name` FROM `default_database`.`peers_t` x ORDER BY `id`\nLIMIT 200"));
            }
        });
        check("DBeaver explains a statement", true, () -> !one(connection, "EXPLAIN SELECT * FROM `default_database`.`peers_t`").isEmpty());
        DatabaseMetaData meta = connection.getMetaData();
        check("DBeaver finds no procedures", "[]", () -> column(meta.getProcedures(null, "default_database", null), "PROCEDURE_NAME"));
        check("DBeaver finds no keys of other tables", "[]", () -> keys(() -> meta.getImportedKeys(null, "default_database", "peers_t")));
        check("DBeaver finds no indexes", "[]", () -> keys(() -> meta.getIndexInfo(null, "default_database", "peers_t", false, true)));
    }

    /** Drivers before 3 refuse these calls by themselves, which DBeaver takes for none. */
    private static Object keys(Question question) throws Exception {
        try (ResultSet result = (ResultSet) question.ask()) {
            return result.next() ? result.getString(3) : "[]";
        } catch (SQLException thrown) {
            if (thrown.getMessage().contains("not supported")) return "[]";
            throw thrown;
        }
    }

    private void prepared(Connection connection) throws Exception {
        check("parameters of every kind", "[[7, o'k, null, 1.5, 2020-01-02]]", () -> {
            try (PreparedStatement statement = connection.prepareStatement("SELECT ? AS a, ? AS b, ? AS c, ? AS d, ? AS e")) {
                statement.setInt(1, 7);
                statement.setString(2, "o'k");
                statement.setNull(3, java.sql.Types.INTEGER);
                statement.setDouble(4, 1.5);
                statement.setDate(5, java.sql.Date.valueOf("2020-01-02"));
                return rows(statement.executeQuery());
            }
        });
        check("a parameter is never read as SQL", "[[x' OR 1=1 --, y', (SELECT 1), ']]", () -> {
            try (PreparedStatement statement = connection.prepareStatement("SELECT ? AS a, ? AS b")) {
                statement.setString(1, "x' OR 1=1 --");
                statement.setString(2, "y', (SELECT 1), '");
                return rows(statement.executeQuery());
            }
        });
    }

    private void errors(Connection connection) throws Exception {
        check("a syntax error has SQLSTATE and place", new Failure("42000", "line 2, column 9"), () -> run(connection, "SELECT 1\n  WHEER 2"));
        check("a missing table", new Failure("42S02", "no_such_table"), () -> run(connection, "SELECT * FROM no_such_table"));
        check("a cast that fails on the data", new Failure("22000", "abc"), () -> rows(connection, "SELECT CAST(x AS INTEGER) FROM (VALUES ('1'), ('abc')) AS t(x)"));
        check("a constraint", new Failure("23000", "onstraint"), () -> run(connection, "INSERT INTO peers_t VALUES (1, 'again', 0, NULL, NULL)"));
        check("two statements at once", new Failure("42000", "statement"), () -> run(connection, "SELECT 1; SELECT 2"));
        check("the connection goes on", "1", () -> one(connection, "SELECT 1"));
    }

    private void largeResult(Connection connection) throws Exception {
        check("1,000,000 rows", "1000000 rows, sum 499999500000, 142858 nulls, last s999999", () -> {
            String sql = "SELECT id, CONCAT('s', id) AS s, id / 4 AS d, CASE WHEN id % 7 = 0 THEN NULL ELSE id END AS n FROM range(" + MILLION + ") AS t(id)";
            try (Statement statement = connection.createStatement()) {
                statement.setFetchSize(10_000);
                try (ResultSet result = statement.executeQuery(sql)) {
                    long count = 0;
                    long sum = 0;
                    long nulls = 0;
                    String last = "";
                    while (result.next()) {
                        count++;
                        sum += result.getLong(1);
                        last = result.getString(2);
                        result.getLong(4);
                        if (result.wasNull()) nulls++;
                    }
                    return count + " rows, sum " + sum + ", " + nulls + " nulls, last " + last;
                }
            }
        });
        check("maxRows", 5, () -> {
            try (Statement statement = connection.createStatement()) {
                statement.setMaxRows(5);
                return rows(statement.executeQuery("SELECT * FROM range(100000)")).size();
            }
        });
    }

    private void stopping(Connection connection) throws Exception {
        check("a statement that takes too long", SQLTimeoutException.class, () -> {
            try (Statement statement = connection.createStatement()) {
                statement.setQueryTimeout(1);
                return statement.execute(SLOW);
            } catch (SQLTimeoutException thrown) {
                return SQLTimeoutException.class;
            }
        });
        check("cancel from another thread ends the statement", new Failure("01000", "cancel"), () -> {
            try (Statement statement = connection.createStatement()) {
                Thread canceler = new Thread(() -> {
                    try {
                        Thread.sleep(3000);
                        statement.cancel();
                    } catch (Exception thrown) {
                        throw new IllegalStateException(thrown);
                    }
                });
                canceler.start();
                return statement.execute(SLOW);
            }
        });
        check("the connection goes on after a cancel", "1", () -> one(connection, "SELECT 1"));
    }

    private static boolean run(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            return statement.execute(sql);
        }
    }

    private static String one(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement(); ResultSet result = statement.executeQuery(sql)) {
            result.next();
            return result.getString(1);
        }
    }

    private static String rows(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            return rows(statement.executeQuery(sql)).toString();
        }
    }

    private static List<List<String>> rows(ResultSet result) throws SQLException {
        List<List<String>> rows = new ArrayList<>();
        int columns = result.getMetaData().getColumnCount();
        while (result.next()) {
            List<String> row = new ArrayList<>();
            for (int c = 1; c <= columns; c++) row.add(text(result.getObject(c)));
            rows.add(row);
        }
        result.close();
        return rows;
    }

    private static List<String> column(ResultSet result, String name) throws SQLException {
        List<String> values = new ArrayList<>();
        while (result.next()) values.add(result.getString(name));
        result.close();
        return values;
    }

    private static String text(Object value) {
        return value instanceof byte[] bytes ? "0x" + HexFormat.of().formatHex(bytes) : String.valueOf(value);
    }

    private static void check(String name, Object expected, Question question) {
        String found;
        boolean isRight;
        try {
            Object answer = question.ask();
            found = String.valueOf(answer);
            isRight = !(expected instanceof Failure) && Objects.equals(String.valueOf(expected), found);
        } catch (SQLException thrown) {
            found = thrown.getClass().getSimpleName() + " " + thrown.getSQLState() + " " + thrown.getMessage();
            isRight = expected instanceof Failure failure && failure.sqlState().equals(String.valueOf(thrown.getSQLState()).trim()) && thrown.getMessage().contains(failure.words());
        } catch (Throwable thrown) {
            found = thrown.toString();
            isRight = false;
        }
        System.out.println(isRight ? "ok\t" + name : "FAIL\t" + name + "\t" + found.replace("\n", "\\n"));
    }
}
