package dynamo.node.io.metrics;

import com.google.common.collect.ImmutableMap;

/** What each metric means, for the people who look at them. */
final class Descriptions {

    private static final ImmutableMap<String, String> TEXTS = ImmutableMap.<String, String>builder()
            .put("dynamo_acknowledged_hinted_total", "Of those, writes that hints helped to their quorum.")
            .put("dynamo_acknowledged_total", "Writes answered with success at this coordinator.")
            .put("dynamo_actors_closed_total", "Retired actors whose runs count as whole.")
            .put("dynamo_actors_refused_total", "Writes refused since their actor is about to be closed.")
            .put("dynamo_actors_retired_total", "Actors given up before the process ended.")
            .put("dynamo_amnesia_total", "Times this node learnt that rows it once had are gone.")
            .put("dynamo_build_info", "Always 1; the version is a label.")
            .put("dynamo_clarifications_total", "Times a read asked a home whether what it lacks was superseded.")
            .put("dynamo_commit_rows", "Rows in one durable batch.")
            .put("dynamo_commit_seconds", "Time from giving a batch to the disk until it was durable.")
            .put("dynamo_exchange_bytes_total", "Bytes exchanged to compare replicas and make them alike, about.")
            .put(
                    "dynamo_exchange_keys_repaired_total",
                    "Keys that an exchange of this node mended, here or at the peer.")
            .put("dynamo_exchanges_total", "Comparisons of a partition with another home, by how they ended.")
            .put("dynamo_forwarded_total", "Requests passed on to a node that holds the key.")
            .put("dynamo_hash_tree_mismatches_total", "Hash trees found not to be what the rows say.")
            .put("dynamo_hash_trees_built_total", "Hash trees built from rows.")
            .put("dynamo_dropped_total", "Arrivals of siblings that were superseded here before.")
            .put("dynamo_handoff_timeouts_total", "Times another node stood in for a home that was silent.")
            .put("dynamo_hedges_total", "Spare requests sent since a home was silent.")
            .put("dynamo_hedges_won_total", "Spare requests whose answer made the quorum.")
            .put("dynamo_hints_bytes", "Bytes kept on disk for absent nodes.")
            .put("dynamo_hints_pending", "Hints kept for absent nodes that can be handed over.")
            .put("dynamo_hints_refused_total", "Hints not taken, by why.")
            .put("dynamo_hints_replayed_total", "Hints handed to their home, which holds them durably.")
            .put("dynamo_hints_unreadable_total", "Hints whose bytes could not be trusted.")
            .put("dynamo_http_connections", "Connections of clients that are open.")
            .put("dynamo_http_connections_refused_total", "Connections refused since too many were open.")
            .put("dynamo_http_seconds", "Time from a request's head to the end of its answer.")
            .put("dynamo_members", "Members of the cluster as this node sees them, by state.")
            .put("dynamo_minted_total", "Writes that got their dot at this node.")
            .put("dynamo_partition_clock_bytes", "Bytes of this node's partition clocks.")
            .put("dynamo_partitions_dropped_total", "Partitions that went elsewhere and were dropped here.")
            .put("dynamo_partitions_lacking", "Partitions of this node that it does not have whole yet.")
            .put("dynamo_partitions_moving", "Partitions of the ring on their way to other homes.")
            .put("dynamo_partitions_received_total", "Partitions that this node got whole.")
            .put("dynamo_partitions_healed_total", "Partitions of which all that was lost here is back.")
            .put("dynamo_peer_requests_in_flight", "Requests that a peer was asked and has not answered.")
            .put(
                    "dynamo_peer_traffic_total",
                    "Messages, bytes, connections and refusals between nodes, by what is counted.")
            .put("dynamo_pressure", "How busy the node is with its clients, 0 to 1; background work yields by it.")
            .put("dynamo_read_repairs_total", "Stale replicas that a read brought up to date.")
            .put("dynamo_refutations_total", "Suspicions of this node that it refuted.")
            .put("dynamo_requests_in_flight", "Client requests in progress, those included that other nodes passed on.")
            .put("dynamo_requests_limit", "Client requests that may be in progress, found by how long they take.")
            .put("dynamo_retries_known_total", "Retries that met the write they repeat.")
            .put("dynamo_ring_epoch", "Epoch of the ring that this node goes by.")
            .put("dynamo_shed_total", "Work refused because a bound was reached.")
            .put("dynamo_siblings", "Siblings in the records made by writes.")
            .put("dynamo_tombstones_reaped_total", "Deleted keys of which nothing is left here.")
            .put("dynamo_tombstones_waiting", "Deleted keys that some home does not know of yet.")
            .put(
                    "dynamo_tombstones_waiting_for",
                    "Those that this home does not know of yet, as far as this node was told.")
            .put("dynamo_stripped_total", "Records whose vectors lost entries that every home accounts for.")
            .put("dynamo_unreadable_total", "Rows whose bytes could not be trusted.")
            .put("dynamo_wrong_epoch_total", "Requests not served since their sender went by another ring.")
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
