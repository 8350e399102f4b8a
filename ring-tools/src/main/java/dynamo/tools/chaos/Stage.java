package dynamo.tools.chaos;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import dynamo.client.NodeAddress;
import dynamo.tools.command.Surroundings;
import dynamo.tools.console.Failure;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * The cluster that is hurt, by way of {@code scripts/chaos}: each call is a process of its own.
 *
 * <p>Threading: any.
 */
final class Stage {
    private static final JsonMapper JSON = new JsonMapper();
    private static final Duration PATIENCE = Duration.ofMinutes(5);
    /** This machine cannot do it. */
    private static final int CANNOT = 4;

    private final Path script;
    private final Path dir;

    /**
     * A node as the script knows it.
     *
     * @param crashes what it said when it ended though nobody ended it, a line each time, of the first ten
     */
    record StageNode(String id, String state, NodeAddress data, NodeAddress admin, ImmutableList<String> crashes) {}

    /** @param why it was not done; empty when it was */
    record Done(String detail, String why) {
        boolean isDone() {
            return why.isEmpty();
        }
    }

    private record Ended(int exit, String out, String err) {}

    Stage(Path script, Path dir) {
        this.script = script;
        this.dir = dir;
    }

    /** @param dir for the cluster; when it is not given, of this name in the script's repository */
    static Stage of(Surroundings surroundings, Optional<Path> dir, String name) {
        Path script = Path.of(surroundings
                .variable("CHAOS_SCRIPT")
                .orElseThrow(() -> Failure.usage("only scripts/chaos knows how to hurt nodes", "call that")));
        return new Stage(script, dir.orElse(home(script).resolve(name)));
    }

    private static Path home(Path script) {
        return script.toAbsolutePath().resolve("../../.dynamo").normalize();
    }

    /** Where runs and clusters are kept that got no directory. */
    Path home() {
        return home(script);
    }

    void up(int nodes) {
        checked(run(List.of("up", "--nodes", Integer.toString(nodes))));
    }

    void down() {
        checked(run(List.of("down")));
    }

    void heal() {
        checked(run(List.of("heal")));
    }

    ImmutableList<StageNode> nodes() {
        ImmutableList.Builder<StageNode> nodes = ImmutableList.builder();
        for (JsonNode node : json(checked(run(List.of("nodes", "-o", "json"))))) {
            nodes.add(new StageNode(
                    node.path("id").asText(),
                    node.path("state").asText(),
                    NodeAddress.parse(node.path("data").asText(), 8080),
                    NodeAddress.parse(node.path("admin").asText(), 8081),
                    texts(node.path("crashes"))));
        }
        return nodes.build();
    }

    /** Copies what a node said into a directory, for the cluster's own goes with the cluster. */
    Path keepLog(String node, Path into) throws IOException {
        Files.createDirectories(into);
        for (String name : List.of("log", "hs_err.log")) {
            Path from = dir.resolve(node).resolve(name);
            if (Files.exists(from)) {
                Files.copy(from, into.resolve(node + "." + name), StandardCopyOption.REPLACE_EXISTING);
            }
        }
        return into.resolve(node + ".log");
    }

    private static ImmutableList<String> texts(JsonNode array) {
        ImmutableList.Builder<String> texts = ImmutableList.builder();
        array.forEach(text -> texts.add(text.asText()));
        return texts.build();
    }

    /** What the machine cannot do, and why. */
    ImmutableMap<String, String> impossible() {
        ImmutableMap.Builder<String, String> impossible = ImmutableMap.builder();
        for (JsonNode fault : json(checked(run(List.of("can", "-o", "json"))))) {
            if (!fault.path("can").asBoolean()) {
                impossible.put(fault.path("fault").asText(), fault.path("why").asText());
            }
        }
        return impossible.buildOrThrow();
    }

    /** Begins or ends a fault; what cannot be done is no failure of the run. */
    Done act(String fault, List<String> words) {
        List<String> command = new ArrayList<>(List.of(fault));
        command.addAll(words);
        command.addAll(List.of("-o", "json"));
        Ended ended = run(command);
        if (ended.exit != 0 && ended.exit != CANNOT) {
            return new Done("", "exit code " + ended.exit + ": " + lastLine(ended.err));
        }
        JsonNode report = json(lastLine(ended.out));
        return new Done(report.path("detail").asText(""), report.path("skipped").asText(""));
    }

    private static String lastLine(String text) {
        String[] lines = text.strip().split("\n", -1);
        return lines[lines.length - 1];
    }

    private static String checked(Ended ended) {
        if (ended.exit != 0) {
            throw Failure.degraded("scripts/chaos: " + ended.err.strip(), "");
        }
        return ended.out;
    }

    private static JsonNode json(String text) {
        try {
            return JSON.readTree(text);
        } catch (JsonProcessingException e) {
            throw Failure.degraded("scripts/chaos says what is no JSON: " + text, "");
        }
    }

    private Ended run(List<String> words) {
        List<String> command = new ArrayList<>(List.of(script.toString()));
        command.addAll(words);
        command.addAll(List.of("--dir", dir.toString()));
        try {
            Process process = new ProcessBuilder(command).start();
            process.getOutputStream().close();
            CompletableFuture<String> out = text(process.getInputStream());
            CompletableFuture<String> err = text(process.getErrorStream());
            if (!process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
                process.destroyForcibly();
                return new Ended(1, "", "it did not end in " + PATIENCE.toMinutes() + " minutes");
            }
            return new Ended(process.exitValue(), out.join(), err.join());
        } catch (IOException e) {
            throw Failure.degraded(script + " cannot be run: " + e.getMessage(), "");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return new Ended(1, "", "interrupted");
        }
    }

    private static CompletableFuture<String> text(InputStream from) {
        return CompletableFuture.supplyAsync(() -> {
            try (from) {
                return new String(from.readAllBytes(), StandardCharsets.UTF_8);
            } catch (IOException e) {
                return "cannot be read: " + e.getMessage();
            }
        });
    }
}
