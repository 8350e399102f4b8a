package dynamo.contract.json;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.google.common.collect.ImmutableList;
import dynamo.version.Bytes;
import dynamo.version.MalformedException;
import java.io.IOException;

/** Reads the document of {@code GET /v1/routing}, as far as a client needs it; what else is there may change. */
public final class RingReader {
    private static final JsonFactory FACTORY = new JsonFactory();
    private static final int PARTITIONS_MIN = 8;
    private static final int PARTITIONS_MAX = 65_536;

    private RingReader() {}

    /** @throws MalformedException for anything but such a document with a power of two of partitions */
    public static ShownRing read(Bytes body) {
        long epoch = 0;
        int replicas = Integer.MAX_VALUE;
        ImmutableList<ImmutableList<String>> homes = ImmutableList.of();
        try (JsonParser from = FACTORY.createParser(body.toArray())) {
            want(from.nextToken() == JsonToken.START_OBJECT);
            while (from.nextToken() == JsonToken.FIELD_NAME) {
                String name = from.currentName();
                from.nextToken();
                switch (name) {
                    case "epoch" -> epoch = from.getLongValue();
                    case "replicas" -> replicas = from.getIntValue();
                    case "partitions" -> homes = partitions(from);
                    default -> from.skipChildren();
                }
            }
        } catch (IOException e) {
            throw new MalformedException("not a ring: " + e.getMessage());
        }
        want(Integer.bitCount(homes.size()) == 1 && homes.size() >= PARTITIONS_MIN && homes.size() <= PARTITIONS_MAX);
        int homesMax = Math.max(1, replicas);
        return new ShownRing(
                epoch,
                homes.stream()
                        .map(list -> list.subList(0, Math.min(homesMax, list.size())))
                        .collect(ImmutableList.toImmutableList()));
    }

    /** In the order of their numbers. */
    private static ImmutableList<ImmutableList<String>> partitions(JsonParser from) throws IOException {
        want(from.currentToken() == JsonToken.START_ARRAY);
        ImmutableList.Builder<ImmutableList<String>> partitions = ImmutableList.builder();
        while (from.nextToken() == JsonToken.START_OBJECT) {
            ImmutableList<String> homes = ImmutableList.of();
            while (from.nextToken() == JsonToken.FIELD_NAME) {
                boolean isList = from.currentName().equals("preferenceList");
                from.nextToken();
                if (isList) {
                    homes = names(from);
                } else {
                    from.skipChildren();
                }
            }
            partitions.add(homes);
        }
        return partitions.build();
    }

    private static ImmutableList<String> names(JsonParser from) throws IOException {
        want(from.currentToken() == JsonToken.START_ARRAY);
        ImmutableList.Builder<String> names = ImmutableList.builder();
        while (from.nextToken() == JsonToken.VALUE_STRING) {
            names.add(from.getText());
        }
        return names.build();
    }

    private static void want(boolean isSo) {
        if (!isSo) {
            throw new MalformedException("not a ring");
        }
    }
}
