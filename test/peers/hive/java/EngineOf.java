import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.util.ArrayList;
import java.util.List;

/** Connects to all URLs at once and prints a line for each: what is behind it, its version, and what it answers. */
public final class EngineOf {
    private EngineOf() {}

    public static void main(String[] urls) throws Exception {
        Class.forName("org.apache.hive.jdbc.HiveDriver");
        List<Connection> connections = new ArrayList<>();
        for (String url : urls) {
            connections.add(DriverManager.getConnection(url, "me", "secret"));
        }
        for (Connection connection : connections) {
            String product = connection.getMetaData().getDatabaseProductName();
            String version = connection.getMetaData().getDatabaseProductVersion();
            try (ResultSet rows = connection.createStatement().executeQuery("SELECT 42 AS answer")) {
                rows.next();
                System.out.println("engine\t" + product + "\t" + version + "\t" + rows.getInt(1));
            }
        }
        for (Connection connection : connections) {
            connection.close();
        }
    }
}
