package dynamo.node.io.metrics;

import com.google.common.collect.ImmutableMap;

/** What each metric means, for the people who look at them. */
final class Descriptions {

    private static final ImmutableMap<String, String> TEXTS = ImmutableMap.<String, String>builder()
            .put("dynamo_acknowledged_total", "Writes answered with success at this coordinator.")
            .put("dynamo_actors_retired_total", "Actors given up before the process ended.")
            .put("dynamo_amnesia_total", "Times this node learnt that rows it once had are gone.")
            .put("dynamo_build_info", "Always 1; the version is a label.")
            .put("dynamo_commit_rows", "Rows in one durable batch.")
            .put("dynamo_commit_seconds", "Time from giving a batch to the disk until it was durable.")
            .put("dynamo_forwarded_total", "Requests passed on to a node that holds the key.")
            .put("dynamo_http_connections", "Connections of clients that are open.")
            .put("dynamo_http_connections_refused_total", "Connections refused since too many were open.")
            .put("dynamo_http_seconds", "Time from a request's head to the end of its answer.")
            .put("dynamo_minted_total", "Writes that got their dot at this node.")
            .put(
                    "dynamo_peer_traffic_total",
                    "Messages, bytes, connections and refusals between nodes, by what is counted.")
            .put("dynamo_read_repairs_total", "Stale replicas that a read brought up to date.")
            .put("dynamo_retries_known_total", "Retries that met the write they repeat.")
            .put("dynamo_shed_total", "Work refused because a bound was reached.")
            .put("dynamo_siblings", "Siblings in the records made by writes.")
            .put("dynamo_unreadable_total", "Rows whose bytes could not be trusted.")
            .put("jvm_buffer_pool_used_bytes", "Memory outside the heap in byte buffers.")
            .put("jvm_gc_collections_total", "Garbage collections.")
            .put("jvm_gc_seconds_total", "Time spent in garbage collections.")
            .put("jvm_memory_committed_bytes", "Memory the JVM has from the machine.")
            .put("jvm_memory_max_bytes", "Memory the JVM may use at most.")
            .put("jvm_memory_used_bytes", "Memory the JVM uses.")
            .put("jvm_threads", "Threads alive.")
            .put("process_cpu_seconds_total", "CPU time of the process.")
            .put("process_max_fds", "File descriptors the process may open.")
            .put("process_open_fds", "File descriptors open.")
            .put("process_resident_memory_bytes", "Memory of the process in RAM.")
            .put("process_start_time_seconds", "When the process started, in seconds since 1970.")
            .buildOrThrow();

    private Descriptions() {}

    /** The name again where there is nothing to add. */
    static String of(String base) {
        return TEXTS.getOrDefault(base, base.replace('_', ' '));
    }

    static boolean has(String base) {
        return TEXTS.containsKey(base);
    }
}
