package dynamo.node.io.disk;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableListMultimap;
import dynamo.ring.NodeId;
import dynamo.version.MalformedException;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32C;

/**
 * The text of an identity: a line with the format's number, {@code name=value} lines, and their checksum.
 *
 * <p>The first line stays readable in every later format, so that an older release can say what it met.
 */
final class IdentityFile {
    static final int FORMAT = 1;

    private static final String TITLE = "dynamo-node data, format ";
    private static final String CHECKSUM = "crc32c=";

    private IdentityFile() {}

    static byte[] encode(Identity identity) {
        StringBuilder text = new StringBuilder(TITLE).append(FORMAT).append('\n');
        text.append("cluster=").append(identity.cluster()).append('\n');
        text.append("node=").append(identity.node()).append('\n');
        text.append("n=").append(identity.n()).append('\n');
        text.append("partitions=").append(identity.partitions()).append('\n');
        text.append("secret=").append(identity.secret()).append('\n');
        identity.members()
                .forEach(member -> text.append("member=").append(member).append('\n'));
        identity.joined().forEach(seed -> text.append("joined=").append(seed).append('\n'));
        String checksum = crc(text.toString());
        text.append(CHECKSUM).append(checksum).append('\n');
        return text.toString().getBytes(StandardCharsets.UTF_8);
    }

    /** The number in the first line, whatever follows. */
    static int format(byte[] content) {
        String first = text(content).lines().findFirst().orElse("");
        if (!first.startsWith(TITLE)) {
            throw new MalformedException("its first line is not \"" + TITLE + FORMAT + "\"");
        }
        return number(first.substring(TITLE.length()));
    }

    static Identity decode(byte[] content) {
        String text = text(content);
        int end = text.lastIndexOf(CHECKSUM);
        if (end < 0 || !text.substring(end).equals(CHECKSUM + crc(text.substring(0, end)) + '\n')) {
            throw new MalformedException("its checksum does not match");
        }
        ImmutableListMultimap.Builder<String, String> values = ImmutableListMultimap.builder();
        text.substring(0, end).lines().skip(1).forEach(line -> {
            int equals = line.indexOf('=');
            values.put(line.substring(0, Math.max(0, equals)), line.substring(equals + 1));
        });
        return decode(values.build());
    }

    private static Identity decode(ImmutableListMultimap<String, String> values) {
        try {
            return new Identity(
                    one(values, "cluster"),
                    new NodeId(one(values, "node")),
                    number(one(values, "n")),
                    number(one(values, "partitions")),
                    one(values, "secret"),
                    values.get("member"),
                    values.get("joined"));
        } catch (IllegalArgumentException e) {
            throw new MalformedException(String.valueOf(e.getMessage()));
        }
    }

    private static String one(ImmutableListMultimap<String, String> values, String name) {
        ImmutableList<String> found = values.get(name);
        if (found.size() != 1) {
            throw new MalformedException("it has " + found.size() + " lines of " + name);
        }
        return found.get(0);
    }

    private static int number(String text) {
        try {
            return Integer.parseInt(text);
        } catch (NumberFormatException e) {
            throw new MalformedException("\"" + text + "\" is no number");
        }
    }

    private static String crc(String text) {
        CRC32C crc = new CRC32C();
        crc.update(text.getBytes(StandardCharsets.UTF_8));
        return String.format("%08x", crc.getValue());
    }

    private static String text(byte[] content) {
        return new String(content, StandardCharsets.UTF_8);
    }
}
