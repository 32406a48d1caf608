import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Types;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Properties;

/**
 * What a Java application expects of Flink's JDBC driver, asked of a gateway on DuckDB.
 *
 * <p>Argument: the address, host:port. Prints for each check "ok", a tab and its name, or "FAIL", a tab, its name, a tab and what
 * happened instead.
 */
public final class JdbcChecks {
    private interface Question {
        Object ask() throws Exception;
    }

    /** Something that must be thrown, with words of its message (its causes' included). */
    private record Failure(String words) {}

    private final String address;

    private JdbcChecks(String address) {
        this.address = address;
    }

    public static void main(String[] args) throws Exception {
        Class.forName("org.apache.flink.table.jdbc.FlinkDriver");
        JdbcChecks checks = new JdbcChecks(args[0]);
        try {
            checks.all();
            System.exit(0);
        } catch (SQLException thrown) {
            // The driver leaves threads behind that would keep the process alive.
            thrown.printStackTrace();
            System.exit(1);
        }
    }

    private void all() throws SQLException {
        connection();
        try (Connection connection = connect("", new Properties())) {
            metadata(connection);
            definitions(connection);
            session(connection);
            types(connection);
            values(connection);
            nulls(connection);
            largeResults(connection);
            errors(connection);
            cancel(connection);
        }
    }

    private Connection connect(String path, Properties properties) throws SQLException {
        return DriverManager.getConnection("jdbc:flink://" + address + path, properties);
    }

    private void connection() {
        check("a connection is open until it is closed", List.of(false, true), () -> {
            Connection connection = connect("", new Properties());
            boolean before = connection.isClosed();
            connection.close();
            return List.of(before, connection.isClosed());
        });
        check("a catalog and a database in the address are used", List.of("default_catalog", "default_database"), () -> {
            try (Connection connection = connect("/default_catalog/default_database", new Properties())) {
                return List.of(connection.getCatalog(), connection.getSchema());
            }
        });
        check("a database in the address that does not exist fails the connection", new Failure("no_such_database"), () ->
            connect("/default_catalog/no_such_database", new Properties()));
        check("properties of the address and of the driver are settings of the session", List.of("from-address", "from driver"), () -> {
            Properties properties = new Properties();
            properties.setProperty("k2", "from driver");
            try (Connection connection = connect("?k1=from-address", properties)) {
                return List.of(connection.getClientInfo("k1"), connection.getClientInfo("k2"));
            }
        });
    }

    private void metadata(Connection connection) throws SQLException {
        DatabaseMetaData metadata = connection.getMetaData();
        check("the catalog of a new session is default_catalog", "default_catalog", connection::getCatalog);
        check("the database of a new session is default_database", "default_database", connection::getSchema);
        check("the catalogs are listed", true, () -> firstColumn(metadata.getCatalogs()).contains("default_catalog"));
        check("the databases of every catalog are listed", true, () -> firstColumn(metadata.getSchemas()).contains("default_database"));
        check("listing the databases leaves the current ones alone", List.of("default_catalog", "default_database"), () -> {
            firstColumn(metadata.getSchemas());
            return List.of(connection.getCatalog(), connection.getSchema());
        });
    }

    private void definitions(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            check("CREATE TABLE has no result", false, () -> statement.execute("CREATE TABLE jdbc_people (id INTEGER PRIMARY KEY, name VARCHAR NOT NULL, born DATE)"));
            check("INSERT answers the number of rows", List.of("3"), () -> {
                statement.execute("INSERT INTO jdbc_people VALUES (1, 'Ada', DATE '1815-12-10'), (2, 'Grüße 世界 🦆', NULL), (3, '', DATE '0001-01-01')");
                return longs(statement.getResultSet());
            });
            check("rows come back as they went in", "1 Ada 1815-12-10, 2 Grüße 世界 🦆 null, 3  0001-01-01, ", () -> {
                StringBuilder text = new StringBuilder();
                try (ResultSet rows = statement.executeQuery("SELECT id, name, born FROM jdbc_people ORDER BY id")) {
                    while (rows.next()) text.append(rows.getInt(1)).append(' ').append(rows.getString("name")).append(' ').append(rows.getDate(3)).append(", ");
                }
                return text.toString();
            });
            check("SHOW TABLES lists the table", true, () -> shown(statement, "SHOW TABLES").contains("jdbc_people"));
            check("DESCRIBE lists the columns", List.of("id", "name", "born"), () -> shown(statement, "DESCRIBE jdbc_people"));
            check("SHOW CREATE TABLE has one row", 1, () -> shown(statement, "SHOW CREATE TABLE jdbc_people").size());
            check("UPDATE and DELETE answer the number of rows", List.of("2", "1"), () -> {
                statement.execute("UPDATE jdbc_people SET name = upper(name) WHERE id < 3");
                String updated = longs(statement.getResultSet()).get(0);
                statement.execute("DELETE FROM jdbc_people WHERE id = 3");
                return List.of(updated, longs(statement.getResultSet()).get(0));
            });
            check("executeQuery of what is no query is refused by the driver", new Failure("is not a query"), () -> statement.executeQuery("SHOW TABLES"));
            check("EXPLAIN has one row", 1, () -> shown(statement, "EXPLAIN SELECT * FROM jdbc_people").size());
            check("DROP TABLE has no result", false, () -> statement.execute("DROP TABLE jdbc_people"));
            check("the table is gone", false, () -> shown(statement, "SHOW TABLES").contains("jdbc_people"));
        }
    }

    private void session(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            check("client info is a setting of the session", "v 1", () -> {
                connection.setClientInfo("jdbc.key", "v 1");
                return connection.getClientInfo("jdbc.key");
            });
            check("SET is seen by client info", "two", () -> {
                statement.execute("SET 'jdbc.other' = 'two'");
                return connection.getClientInfo("jdbc.other");
            });
            check("setSchema changes the database", "jdbc_database", () -> {
                statement.execute("CREATE DATABASE IF NOT EXISTS jdbc_database");
                connection.setSchema("jdbc_database");
                return connection.getSchema();
            });
            check("a table of the current database needs no prefix", List.of("7"), () -> {
                statement.execute("CREATE TABLE here (n BIGINT)");
                statement.execute("INSERT INTO here VALUES (7)");
                return longs(statement.executeQuery("SELECT n FROM here"));
            });
            check("another connection is not in that database", "default_database", () -> {
                try (Connection other = connect("", new Properties())) {
                    return other.getSchema();
                }
            });
            check("another connection does not see the settings", true, () -> {
                try (Connection other = connect("", new Properties())) {
                    return other.getClientInfo("jdbc.other") == null;
                }
            });
            check("setCatalog and setSchema change back", List.of("default_catalog", "default_database"), () -> {
                connection.setCatalog("default_catalog");
                connection.setSchema("default_database");
                return List.of(connection.getCatalog(), connection.getSchema());
            });
            check("setSchema to what does not exist fails", new Failure("no_such_database"), () -> {
                connection.setSchema("no_such_database");
                return null;
            });
            statement.execute("DROP DATABASE jdbc_database CASCADE");
        }
    }

    private static final String ONE_OF_EACH = "SELECT CAST(-128 AS TINYINT) AS a, CAST(-32768 AS SMALLINT) AS b, CAST(-2147483648 AS INTEGER) AS c,"
        + " CAST(9223372036854775807 AS BIGINT) AS d, CAST(1.5 AS FLOAT) AS e, CAST(2.25 AS DOUBLE) AS f, CAST(123.450 AS DECIMAL(10, 3)) AS g,"
        + " TRUE AS h, 'text ''quoted'' \"and\" \\ back' AS i, DATE '2020-02-29' AS j, TIME '10:11:12' AS k,"
        + " TIMESTAMP '2020-02-29 10:11:12.123456' AS l, '\\xCA\\xFE'::BLOB AS m, MAP {'x': 1} AS n,"
        + " CAST('123e4567-e89b-12d3-a456-426614174000' AS UUID) AS o";

    private void types(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement(); ResultSet rows = statement.executeQuery(ONE_OF_EACH)) {
            ResultSetMetaData metadata = rows.getMetaData();
            check("the columns have their names", "a b c d e f g h i j k l m n o", () -> {
                List<String> names = new ArrayList<>();
                for (int column = 1; column <= metadata.getColumnCount(); column++) names.add(metadata.getColumnName(column));
                return String.join(" ", names);
            });
            int[] types = {Types.TINYINT, Types.SMALLINT, Types.INTEGER, Types.BIGINT, Types.FLOAT, Types.DOUBLE, Types.DECIMAL, Types.BOOLEAN,
                Types.VARCHAR, Types.DATE, Types.TIME, Types.TIMESTAMP, Types.VARBINARY};
            check("the columns have their JDBC types", Arrays.toString(types), () -> {
                int[] found = new int[types.length];
                for (int column = 0; column < types.length; column++) found[column] = metadata.getColumnType(column + 1);
                return Arrays.toString(found);
            });
            check("a decimal has its precision and scale", List.of(10, 3), () -> List.of(metadata.getPrecision(7), metadata.getScale(7)));
        }
    }

    private void values(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement(); ResultSet row = statement.executeQuery(ONE_OF_EACH)) {
            check("there is one row", true, row::next);
            check("TINYINT", (byte) -128, () -> row.getByte(1));
            check("SMALLINT", (short) -32768, () -> row.getShort(2));
            check("INTEGER", Integer.MIN_VALUE, () -> row.getInt(3));
            check("BIGINT, all 64 bits", Long.MAX_VALUE, () -> row.getLong(4));
            check("FLOAT", 1.5f, () -> row.getFloat(5));
            check("DOUBLE", 2.25d, () -> row.getDouble(6));
            check("DECIMAL", new BigDecimal("123.450"), () -> row.getBigDecimal(7));
            check("BOOLEAN", true, () -> row.getBoolean(8));
            check("VARCHAR", "text 'quoted' \"and\" \\ back", () -> row.getString(9));
            check("DATE", "2020-02-29", () -> row.getDate(10).toString());
            check("TIME", "10:11:12", () -> row.getTime(11).toString());
            check("TIMESTAMP", "2020-02-29 10:11:12.123456", () -> row.getTimestamp(12).toString());
            check("BLOB", "[-54, -2]", () -> Arrays.toString(row.getBytes(13)));
            check("MAP", "{x=1}", () -> String.valueOf(row.getObject(14)));
            check("UUID comes as text", "123e4567-e89b-12d3-a456-426614174000", () -> row.getString(15));
            check("there is no second row", false, row::next);
        }
    }

    private void nulls(Connection connection) throws SQLException {
        String query = "SELECT CAST(NULL AS INTEGER), CAST(NULL AS VARCHAR), CAST(NULL AS DECIMAL(5, 2)), CAST(NULL AS TIMESTAMP), CAST(NULL AS BOOLEAN), NULL";
        try (Statement statement = connection.createStatement(); ResultSet row = statement.executeQuery(query)) {
            row.next();
            check("NULL of every type is null", "[null, null, null, null, null, null]", () -> {
                List<Object> found = new ArrayList<>();
                for (int column = 1; column <= 6; column++) found.add(row.getObject(column));
                return found.toString();
            });
        }
    }

    private void largeResults(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            check("a result without rows", 0, () -> firstColumnCount(statement.executeQuery("SELECT 1 WHERE FALSE")));
            for (int size : new int[] {4999, 5000, 5001, 20003}) {
                check(size + " rows come once each, in order", true, () -> {
                    long expected = 0;
                    try (ResultSet rows = statement.executeQuery("SELECT i, 'row ' || i FROM range(" + size + ") AS numbers(i)")) {
                        while (rows.next()) {
                            if (rows.getLong(1) != expected || !rows.getString(2).equals("row " + expected)) return "row " + expected + " is " + rows.getLong(1);
                            expected++;
                        }
                    }
                    return expected == size ? true : expected;
                });
            }
            check("1,000,000 rows arrive, every one", List.of(1_000_000L, 499_999_500_000L), () -> {
                long count = 0;
                long sum = 0;
                try (ResultSet rows = statement.executeQuery("SELECT i, 'name ' || i FROM range(1000000) AS numbers(i)")) {
                    while (rows.next()) {
                        count++;
                        sum += rows.getLong(1);
                    }
                }
                return List.of(count, sum);
            });
        }
    }

    private void errors(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            check("a syntax error says where", new Failure("SELEC"), () -> statement.execute("SELEC 1"));
            check("an unknown table is named", new Failure("no_such_table"), () -> statement.executeQuery("SELECT * FROM no_such_table"));
            check("an error of the first row is told", new Failure("boom at once"), () -> drain(statement.executeQuery("SELECT error('boom at once')")));
            check("two statements in one call are refused", new Failure("statement"), () -> statement.execute("SELECT 1; SELECT 2"));
            check("an error after many rows is no end of data", new Failure(""), () ->
                drain(statement.executeQuery("SELECT CASE WHEN i < 2000000 THEN i ELSE error('boom at last') END FROM range(3000000) AS numbers(i)")));
            check("the connection works after the errors", List.of("5"), () -> longs(statement.executeQuery("SELECT CAST(5 AS BIGINT)")));
        }
    }

    private void cancel(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            check("a result set closed in the middle frees the session", List.of("1"), () -> {
                ResultSet rows = statement.executeQuery("SELECT i FROM range(5000000) AS numbers(i)");
                rows.next();
                rows.close();
                return longs(statement.executeQuery("SELECT CAST(1 AS BIGINT)"));
            });
        }
        check("a statement closed from another thread frees the session", List.of("2"), () -> {
            Statement endless = connection.createStatement();
            Thread running = new Thread(() -> {
                try {
                    endless.execute("SELECT count(*) FROM range(10000000) AS a(i), range(1000000) AS b(j) WHERE a.i * b.j % 7 = 3");
                } catch (Exception expected) {
                    // The statement was closed under it.
                }
            });
            running.start();
            Thread.sleep(3000);
            running.interrupt();
            endless.cancel();
            endless.close();
            try (Statement statement = connection.createStatement()) {
                return longs(statement.executeQuery("SELECT CAST(2 AS BIGINT)"));
            }
        });
    }

    private static Object drain(ResultSet rows) throws SQLException {
        int count = 0;
        while (rows.next()) count++;
        return count + " rows and no error";
    }

    private static int firstColumnCount(ResultSet rows) throws SQLException {
        int count = 0;
        while (rows.next()) count++;
        rows.close();
        return count;
    }

    private static List<String> shown(Statement statement, String sql) throws SQLException {
        return statement.execute(sql) ? firstColumn(statement.getResultSet()) : List.of();
    }

    private static List<String> firstColumn(ResultSet rows) throws SQLException {
        List<String> values = new ArrayList<>();
        while (rows.next()) values.add(rows.getString(1));
        rows.close();
        return values;
    }

    /** The first column of a result of BIGINT. */
    private static List<String> longs(ResultSet rows) throws SQLException {
        List<String> values = new ArrayList<>();
        while (rows.next()) values.add(String.valueOf(rows.getLong(1)));
        rows.close();
        return values;
    }

    private void check(String name, Object expected, Question question) {
        String problem;
        try {
            Object found = question.ask();
            problem = Objects.equals(expected, found) ? null : "expected " + expected + " and found " + found;
        } catch (Throwable thrown) {
            problem = problemOf(thrown, expected);
        }
        System.out.println(problem == null ? "ok\t" + name : "FAIL\t" + name + "\t" + problem.replace('\n', ' ').replace('\t', ' '));
    }

    private static String problemOf(Throwable thrown, Object expected) {
        StringBuilder text = new StringBuilder();
        for (Throwable cause = thrown; cause != null; cause = cause.getCause()) text.append(cause).append(" / ");
        boolean right = expected instanceof Failure failure && text.toString().contains(failure.words());
        return right ? null : "expected " + expected + " and met " + text;
    }
}
