package dynamo.tools.check.report;

import com.google.common.base.Strings;
import com.google.common.collect.ImmutableMap;
import dynamo.tools.check.History;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Short marks for nodes, for there is little room in a bar: what their names end with, or else letters. */
final class NodeMarks {
    private static final int CHARS_MAX = 2;
    private static final int NODES_MAX = 26;
    private static final int KEY_NODES = 12;

    private final ImmutableMap<String, String> marks;

    private NodeMarks(ImmutableMap<String, String> marks) {
        this.marks = marks;
    }

    static NodeMarks of(History history) {
        return of(Stream.concat(
                        history.run().nodes().stream(),
                        history.faults().stream().flatMap(f -> f.nodes().stream()))
                .distinct()
                .limit(NODES_MAX)
                .toList());
    }

    static NodeMarks of(List<String> nodes) {
        String common = nodes.stream().reduce(Strings::commonPrefix).orElse("");
        int cut = nodes.size() < 2 ? 0 : common.length();
        boolean areShort = nodes.stream().allMatch(node -> node.length() > cut && node.length() - cut <= CHARS_MAX);
        ImmutableMap.Builder<String, String> marks = ImmutableMap.builder();
        for (int i = 0; i < nodes.size(); i++) {
            marks.put(nodes.get(i), areShort ? nodes.get(i).substring(cut) : Character.toString('A' + i));
        }
        return new NodeMarks(marks.buildOrThrow());
    }

    /** # for nodes beyond the twenty-sixth. */
    String of(String node) {
        String mark = marks.get(node);
        return mark == null ? "#" : mark;
    }

    String label(List<String> nodes) {
        return nodes.stream().map(this::of).distinct().limit(NODES_MAX).collect(Collectors.joining(","));
    }

    /** What they stand for. */
    String key() {
        return marks.entrySet().stream()
                        .limit(KEY_NODES)
                        .map(entry -> entry.getValue() + " = " + entry.getKey())
                        .collect(Collectors.joining(", "))
                + (marks.size() > KEY_NODES ? ", …" : "");
    }
}
