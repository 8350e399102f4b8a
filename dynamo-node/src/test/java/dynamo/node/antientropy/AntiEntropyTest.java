package dynamo.node.antientropy;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.collect.ImmutableList;
import dynamo.contract.Key;
import dynamo.node.Puts;
import dynamo.node.TestCluster;
import dynamo.node.TestCluster.Sent;
import dynamo.node.env.Storage.CommitResult;
import dynamo.node.env.Storage.Table;
import dynamo.node.message.Envelope;
import dynamo.node.message.ExchangeReply;
import dynamo.node.message.ExchangeReply.Joined;
import dynamo.node.message.ExchangeReply.Opened;
import dynamo.node.message.ExchangeRequest;
import dynamo.node.message.ExchangeRequest.Fetch;
import dynamo.node.message.ExchangeRequest.Join;
import dynamo.node.message.ExchangeRequest.Open;
import dynamo.node.message.ExchangeRequest.Rows;
import dynamo.node.message.ExchangeRequest.Settle;
import dynamo.node.message.MessageCodec;
import dynamo.node.message.Request;
import dynamo.ring.NodeId;
import dynamo.ring.Placement;
import dynamo.version.Bytes;
import dynamo.version.PartitionClock;
import dynamo.version.Runs;
import dynamo.version.Siblings;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** No client reads in these tests, so no read repair helps. */
class AntiEntropyTest {
    private static final NodeId A = new NodeId("a");
    private static final NodeId B = new NodeId("b");
    private static final NodeId C = new NodeId("c");
    private static final List<NodeId> ALL = List.of(A, B, C);
    private static final Key KEY = new Key("bucket", Bytes.utf8("key"));
    private static final long ACTOR = 77;
    private static final Siblings OLD = Cells.record(ACTOR, 1, "old");
    private static final Siblings NEW = Cells.record(ACTOR, 2, "new");
    private static final Duration CYCLES = Duration.ofSeconds(5);

    private static int partition(TestCluster cluster) {
        return cluster.partition(KEY);
    }

    private static boolean isOf(TestCluster cluster, Sent sent) {
        int partition = partition(cluster);
        return sent.message() instanceof Rows rows && rows.partition() == partition
                || sent.message() instanceof Join join && join.partition() == partition
                || sent.message() instanceof Fetch fetch && fetch.partition() == partition;
    }

    private static boolean isRunning(TestCluster cluster, NodeId node, String state) {
        return cluster.node(node).antiEntropy().running().stream()
                .anyMatch(running -> running.partition() == partition(cluster)
                        && running.state().equals(state));
    }

    /** Whoever of the two begins the exchanges of this pair. */
    private static NodeId beginner(TestCluster cluster, NodeId one, NodeId other) {
        return cluster.node(one).antiEntropy().compared().stream()
                        .anyMatch(pair -> pair.partition() == partition(cluster)
                                && pair.peer().equals(other))
                ? one
                : other;
    }

    @Test
    void what_one_replica_alone_has_reaches_all_without_clients() {
        TestCluster cluster = TestCluster.comparing(3);
        cluster.isolate(A);
        cluster.stored(A, Puts.of(KEY, "v").w(1, 3));
        cluster.heal();

        cluster.run(CYCLES);

        Siblings held = Cells.record(cluster, A, KEY).orElseThrow();
        assertThat(held.live()).hasSize(1);
        assertThat(ALL)
                .allSatisfy(node -> assertThat(Cells.record(cluster, node, KEY)).contains(held));
    }

    @Test
    void concurrent_writes_on_two_sides_end_as_siblings_on_both() {
        TestCluster cluster = TestCluster.comparing(3);
        Cells.give(cluster, A, KEY, OLD);
        Cells.give(cluster, B, KEY, Cells.record(88, 1, "beside"));

        cluster.run(CYCLES);

        assertThat(ALL)
                .allSatisfy(node -> assertThat(
                                Cells.record(cluster, node, KEY).orElseThrow().live())
                        .hasSize(2));
    }

    @Test
    void where_nothing_differs_an_exchange_is_two_small_messages() {
        TestCluster cluster = TestCluster.comparing(3);
        cluster.stored(A, Puts.of(KEY, "v").w(3, 3));
        cluster.run(CYCLES);
        cluster.forgetSent();
        ALL.forEach(node -> cluster.events(node).exchanged = 0);

        cluster.run(CYCLES);

        int exchanged =
                ALL.stream().mapToInt(node -> cluster.events(node).exchanged).sum();
        List<Sent> all = cluster.sent().stream()
                .filter(sent -> sent.message() instanceof ExchangeRequest || sent.message() instanceof ExchangeReply)
                .toList();
        assertThat(exchanged).isGreaterThan(3 * 16);
        assertThat(all)
                .allMatch(sent -> sent.message() instanceof Open
                        || sent.message() instanceof Opened opened
                                && opened.clock().isEmpty());
        assertThat(all.size()).isBetween(2 * exchanged, 2 * exchanged + 12); // some are under way
        assertThat(all)
                .allSatisfy(sent -> assertThat(
                                MessageCodec.encode(new Envelope(sent.from(), 1, 1, 1L << 40, sent.message()))
                                        .length())
                        .isLessThan(45));
    }

    @Test
    void a_write_on_its_way_is_not_repaired() {
        TestCluster cluster = TestCluster.comparing(3);
        cluster.run(CYCLES);
        NodeId begins = beginner(cluster, A, B);
        NodeId other = begins.equals(A) ? B : A;
        cluster.forgetSent();
        cluster.isolate(C); // or it might settle it first
        Cells.give(cluster, begins, KEY, OLD);
        cluster.runUntil(() -> isRunning(cluster, begins, "WAITING"));
        Cells.give(cluster, other, KEY, OLD);

        cluster.run(CYCLES);

        assertThat(cluster.sent(ExchangeRequest.Segments.class)).isNotEmpty();
        assertThat(cluster.sent()).noneMatch(sent -> sent.message() instanceof Rows);
        assertThat(ALL).allSatisfy(node -> {
            assertThat(cluster.events(node).mendedHere).isZero();
            assertThat(cluster.events(node).mendedThere).isZero();
        });
    }

    @Test
    void the_newer_side_is_not_given_the_older_record() {
        TestCluster cluster = TestCluster.comparing(2);
        Cells.give(cluster, A, KEY, OLD);
        Cells.give(cluster, B, KEY, NEW);

        cluster.run(CYCLES);

        assertThat(Cells.record(cluster, A, KEY)).contains(NEW);
        assertThat(Cells.record(cluster, B, KEY)).contains(NEW);
        assertThat(cluster.sent(Settle.class)).allMatch(sent -> sent.to().equals(A));
        assertThat(cluster.sent(ExchangeReply.Fetched.class))
                .filteredOn(sent -> sent.to().equals(B))
                .allMatch(sent -> ((ExchangeReply.Fetched) sent.message())
                        .items().stream().allMatch(item -> item.record().isEmpty()));
        int mended = cluster.events(A).mendedHere + cluster.events(B).mendedThere;
        assertThat(mended).isEqualTo(1);
        assertThat(cluster.events(A).mendedThere + cluster.events(B).mendedHere).isZero();
    }

    @Test
    void clocks_are_joined_when_all_that_differs_is_settled() {
        TestCluster cluster = TestCluster.comparing(3);
        Cells.give(cluster, A, KEY, OLD);
        Cells.give(cluster, A, KEY, NEW);

        cluster.run(CYCLES);

        Runs both = Runs.EMPTY.with(1).with(2); // the first dot was never live but at a
        assertThat(ALL)
                .allSatisfy(node ->
                        assertThat(Cells.clock(cluster, node, KEY, ACTOR)).isEqualTo(both));
    }

    @Test
    void an_exchange_that_could_not_settle_a_row_joins_no_clock() {
        TestCluster cluster = TestCluster.comparing(3);
        cluster.run(CYCLES);
        NodeId begins = beginner(cluster, A, B);
        NodeId other = begins.equals(A) ? B : A;
        cluster.isolate(C);
        cluster.lose(sent -> sent.message() instanceof Settle);
        Cells.give(cluster, begins, KEY, OLD);
        Cells.give(cluster, begins, KEY, NEW);
        Cells.give(cluster, other, KEY, Cells.record(88, 1, "first"));
        Cells.give(cluster, other, KEY, Cells.record(88, 2, "beside"));
        cluster.forgetSent();

        cluster.run(Duration.ofSeconds(30));

        assertThat(cluster.sent(Settle.class)).isNotEmpty();
        assertThat(cluster.sent(Join.class)).isEmpty();
        assertThat(Cells.clock(cluster, begins, KEY, 88)).isEqualTo(Runs.EMPTY.with(2));
        cluster.lose(sent -> false);
        cluster.run(Duration.ofSeconds(30));
        assertThat(Cells.clock(cluster, begins, KEY, 88))
                .isEqualTo(Runs.EMPTY.with(1).with(2));
        assertThat(Cells.clock(cluster, other, KEY, ACTOR))
                .isEqualTo(Runs.EMPTY.with(1).with(2));
    }

    @Test
    void a_join_is_void_when_rows_were_lost_after_the_clock_was_told() {
        TestCluster cluster = TestCluster.comparing(3);
        cluster.run(CYCLES);
        NodeId begins = beginner(cluster, A, B);
        NodeId other = begins.equals(A) ? B : A;
        cluster.isolate(C);
        Cells.give(cluster, begins, KEY, OLD);
        Cells.give(cluster, begins, KEY, NEW);
        Cells.give(cluster, other, KEY, Cells.record(88, 1, "first"));
        Cells.give(cluster, other, KEY, Cells.record(88, 2, "second"));
        cluster.runUntil(() -> isRunning(cluster, begins, "WAITING"));
        cluster.forgetSent();
        cluster.disk(other).plan(CommitResult.FULL);
        Cells.give(cluster, other, KEY, Cells.record(99, 1, "taken back"));
        cluster.runUntil(
                () -> cluster.sent().stream().anyMatch(sent -> sent.message() instanceof Join && isOf(cluster, sent)));
        cluster.run(Duration.ofMillis(10));

        assertThat(cluster.sent(Joined.class)).extracting(Sent::message).containsExactly(new Joined(false));
        assertThat(Cells.clock(cluster, other, KEY, ACTOR)).isEqualTo(Runs.EMPTY.with(2));
        assertThat(Cells.clock(cluster, begins, KEY, 88)).isEqualTo(Runs.EMPTY.with(2));
        cluster.run(CYCLES);
        assertThat(Cells.clock(cluster, begins, KEY, 88))
                .isEqualTo(Runs.EMPTY.with(1).with(2));
        assertThat(Cells.clock(cluster, other, KEY, ACTOR))
                .isEqualTo(Runs.EMPTY.with(1).with(2));
    }

    @Test
    void no_clock_is_joined_over_a_row_that_cannot_be_read_and_other_rows_are_settled() {
        TestCluster cluster = TestCluster.comparing(2);
        Key beside = neighbour(cluster);
        cluster.stored(A, Puts.of(KEY, "v").w(2, 2));
        cluster.run(CYCLES);
        cluster.lose(sent -> sent.message() instanceof Request.Write write && write.whole());
        cluster.disk(B).damage(Table.DATA, Cells.row(KEY));
        cluster.disk(B).damage(Table.DATA, Cells.row(KEY));
        cluster.inject(A, B, new Request.Read(KEY, Placement.Stage.SETTLED)); // it is noticed
        cluster.run(Duration.ofMillis(300));
        Cells.give(cluster, A, beside, OLD);
        cluster.forgetSent();

        cluster.run(CYCLES);

        assertThat(Cells.record(cluster, B, beside)).contains(OLD);
        assertThat(cluster.sent(Join.class))
                .filteredOn(sent -> isOf(cluster, sent))
                .isNotEmpty()
                .allMatch(sent -> ((Join) sent.message()).clock().equals(PartitionClock.EMPTY));
        assertThat(cluster.events(A).exchangesFailed).contains("a row cannot be read");
    }

    /** Another key of the same partition. */
    private static Key neighbour(TestCluster cluster) {
        for (int i = 0; ; i++) {
            Key key = new Key("bucket", Bytes.utf8("beside-" + i));
            if (cluster.partition(key) == partition(cluster)) {
                return key;
            }
        }
    }

    @Test
    void many_differing_rows_are_settled_in_batches_both_ways() {
        TestCluster cluster = TestCluster.comparing(2);
        cluster.isolate(A);
        for (int i = 0; i < 3000; i++) {
            Key key = new Key("bucket", Bytes.utf8("key-" + i));
            Cells.give(cluster, i % 2 == 0 ? A : B, key, Cells.record(100 + i, 1, "v"));
        }
        cluster.run(Duration.ofSeconds(1));
        cluster.heal();

        cluster.run(Duration.ofSeconds(20));

        assertThat(cluster.disk(A).rows(Table.DATA))
                .hasSize(3000)
                .isEqualTo(cluster.disk(B).rows(Table.DATA));
        assertThat(cluster.sent(Fetch.class))
                .allMatch(sent -> ((Fetch) sent.message()).rows().size() <= Exchange.FETCH_ROWS_MAX);
    }

    @Test
    void a_scrub_finds_a_row_that_rotted_and_has_it_healed_by_the_peers() {
        TestCluster cluster = TestCluster.comparing(3, Duration.ofSeconds(10));
        cluster.stored(A, Puts.of(KEY, "v").w(3, 3));
        cluster.run(CYCLES);
        Siblings before = Cells.record(cluster, B, KEY).orElseThrow();
        cluster.disk(B).damage(Table.DATA, Cells.row(KEY));

        cluster.run(Duration.ofSeconds(20));

        assertThat(cluster.events(B).unreadable).containsExactly(KEY);
        assertThat(cluster.disk(B).isDamaged(Table.DATA, Cells.row(KEY))).isFalse();
        assertThat(Cells.record(cluster, B, KEY)).contains(before);
    }

    @Test
    void a_scrub_finds_a_tree_that_is_not_what_the_rows_say() {
        TestCluster cluster = TestCluster.comparing(3, Duration.ofSeconds(10));
        cluster.stored(A, Puts.of(KEY, "v").w(3, 3));
        cluster.run(CYCLES);
        Siblings before = Cells.record(cluster, B, KEY).orElseThrow();
        cluster.disk(B)
                .overwrite(
                        Table.DATA,
                        Cells.row(KEY),
                        Cells.record(99, 1, "another").encoded());

        cluster.run(Duration.ofSeconds(20));

        assertThat(cluster.events(B).treeMismatches).containsExactly(partition(cluster));
        assertThat(cluster.nodes())
                .as("its clock does not vouch for what is gone without a word")
                .allSatisfy(node -> assertThat(
                                Cells.record(cluster, node, KEY).orElseThrow().live())
                        .containsAll(before.live()));
    }

    @Test
    void trees_survive_a_stop_in_order_and_are_built_anew_after_any_other_end() {
        TestCluster cluster = TestCluster.comparing(3);
        cluster.stored(A, Puts.of(KEY, "v").w(3, 3));
        cluster.run(CYCLES);
        int built = cluster.events(A).treesBuilt.size();

        cluster.stop(A);
        cluster.start(A);
        cluster.run(CYCLES);

        assertThat(cluster.events(A).treesBuilt).hasSize(built);
        assertThat(cluster.node(A).antiEntropy().treesUnbuilt()).isZero();
        assertThat(cluster.events(A).exchangesFailed).isEmpty();

        cluster.restart(A);
        cluster.run(CYCLES);

        assertThat(cluster.events(A).treesBuilt).hasSize(2 * built);
    }

    @Test
    void a_peer_that_is_silent_takes_one_place_and_leaves_the_others_to_the_rest() {
        TestCluster cluster = TestCluster.comparing(3);
        cluster.lose(sent -> sent.from().equals(B) && sent.to().equals(A) && sent.message() instanceof ExchangeReply);
        cluster.runUntil(() -> !cluster.events(A).exchangesFailed.isEmpty());
        cluster.run(Duration.ofMillis(1)); // those that began with it end

        List<Long> places = new ArrayList<>();
        for (int i = 0; i < 300; i++) {
            cluster.run(Duration.ofMillis(100));
            places.add(cluster.node(A).antiEntropy().running().stream()
                    .filter(running -> running.peer().equals(B))
                    .count());
        }

        assertThat(places).contains(1L).allMatch(busy -> busy <= 1);
    }

    @Test
    void a_node_that_has_stopped_stores_nothing_more() {
        TestCluster cluster = TestCluster.comparing(3);
        cluster.run(CYCLES);
        int[] stopped = new int[1];
        cluster.node(A).stop(() -> stopped[0]++);
        cluster.run(CYCLES);
        int rows = cluster.disk(A).committed().size();

        Cells.give(cluster, A, KEY, OLD);
        cluster.inject(B, A, new Settle(KEY, OLD, ImmutableList.of()));
        cluster.stored(B, Puts.of(KEY, "v").w(2, 3));
        cluster.run(CYCLES);

        assertThat(stopped[0]).isEqualTo(1);
        assertThat(cluster.disk(A).committed()).hasSize(rows);
    }
}
