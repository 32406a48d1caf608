import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.apache.flink.api.common.typeutils.base.BigIntSerializer;
import org.apache.flink.api.common.typeutils.base.array.BytePrimitiveArraySerializer;
import org.apache.flink.table.annotation.DataTypeHint;
import org.apache.flink.table.functions.ScalarFunction;

/** Functions whose values are RAW, which no expression of Flink's SQL makes, and of a structured type. */
public final class RawValues {
    private RawValues() {}

    /** A value that Flink's gateway fails to write: it takes what the serializer wrote for a value of its own. */
    public static final class Big extends ScalarFunction {
        @DataTypeHint(value = "RAW", bridgedTo = BigInteger.class, rawSerializer = BigIntSerializer.class)
        public BigInteger eval(String text) {
            return text == null ? null : new BigInteger(text);
        }
    }

    /** A value that happens to look like one of its own, a length and as many bytes: Flink's gateway has a text for it. */
    public static final class Framed extends ScalarFunction {
        @DataTypeHint(value = "RAW", bridgedTo = byte[].class, rawSerializer = BytePrimitiveArraySerializer.class)
        public byte[] eval(String text) {
            if (text == null) {
                return null;
            }
            byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
            return ByteBuffer.allocate(Integer.BYTES + bytes.length).putInt(bytes.length).put(bytes).array();
        }
    }

    /** Takes a value apart again. */
    public static final class Text extends ScalarFunction {
        public String eval(
                @DataTypeHint(value = "RAW", bridgedTo = BigInteger.class, rawSerializer = BigIntSerializer.class) BigInteger value) {
            return value == null ? null : value.toString();
        }
    }

    /** A point. */
    public static final class Point {
        public int x;
        public String name;
    }

    /** A value of a structured type. */
    public static final class MakePoint extends ScalarFunction {
        public Point eval(int x, String name) {
            Point point = new Point();
            point.x = x;
            point.name = name;
            return point;
        }
    }
}
