package dynamo.node.sim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSortedMap;
import dynamo.contract.Causality;
import dynamo.contract.Key;
import dynamo.contract.Precondition;
import dynamo.contract.PutRequest;
import dynamo.contract.Quorum;
import dynamo.contract.RequestId;
import dynamo.node.env.Storage.Change;
import dynamo.node.env.Storage.Table;
import dynamo.ring.Claim;
import dynamo.ring.KeyHash;
import dynamo.ring.Member;
import dynamo.ring.NodeId;
import dynamo.ring.Ring;
import dynamo.version.Bytes;
import dynamo.version.Content;
import dynamo.version.Dot;
import dynamo.version.Encoder;
import dynamo.version.Runs;
import dynamo.version.Sibling;
import dynamo.version.Siblings;
import dynamo.version.VersionVector;
import java.time.Duration;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

/** The checkers of what is durable, on rows made by hand: a value "v", and the tombstone that was written in sight of it. */
class CopiesTest {
    private static final Key KEY = new Key("b", Bytes.utf8("k"));

    private final Ring ring = Claim.first(members(4), 8, 3);
    private final History history = new History(ImmutableList.of(KEY), ring);
    private final KeyHistory key = history.of(KEY);
    private final AllCopies all = new AllCopies(() -> 1, new Tally(), new Views() {
        @Override
        public ImmutableList<ImmutableList<NodeId>> homes(NodeId node, int partition) {
            return ImmutableList.of(ring.preferenceList(partition).primaries());
        }

        @Override
        public boolean isWaitedFor(NodeId seenBy, NodeId node, boolean before) {
            return true;
        }

        @Override
        public boolean isLacking(NodeId node, int partition) {
            return false;
        }
    });
    private final List<Copies> homes =
            key.homes().stream().map(home -> all.of(home, history)).toList();
    private final Copies fallback =
            all.of(ring.preferenceList(key.partition()).fallbacks().get(0), history);

    private final Siblings value = mint(Siblings.EMPTY, new Dot(7, 1), text("v"));
    private final Siblings deleted = mint(value, new Dot(8, 1), new Content.Tombstone());

    @Test
    void a_row_with_a_value_is_not_deleted() {
        store(homes.get(0), value, 7, 1);
        fails("lost-row", () -> delete(homes.get(0)));
    }

    @Test
    void a_tombstone_is_reaped_once_every_home_accounts_for_all_of_it() {
        store(homes.get(0), deleted, 7, 1, 8, 1);
        store(homes.get(1), deleted, 7, 1, 8, 1);
        store(homes.get(2), value, 7, 1);
        fails("reaped-early", () -> delete(homes.get(0)));
        store(homes.get(2), deleted, 8, 1);

        delete(homes.get(1));

        assertThat(homes.get(1).record(KEY)).isEmpty();
        assertThat(homes.get(1).reflects(write("v"))).isTrue();
        BitSet accounted = RecordCheck.accounted(key, Siblings.EMPTY, "here");
        assertThat(accounted.cardinality()).isEqualTo(2);
    }

    @Test
    void the_home_that_reaps_accounts_for_it_in_the_same_state() {
        homes.forEach(home -> store(home, deleted, 7, 1, 8, 1));
        homes.get(0).rotClock(new RowLayout.ClockName(key.partition(), 8));
        homes.get(0).onDurable(ImmutableList.of(new Change(Table.META, clockRow(8), Optional.empty())));
        fails("rows-grow", () -> delete(homes.get(0)));
    }

    @Test
    void what_was_reaped_may_be_missing_and_may_be_covered() {
        Siblings beside = mintBlind(new Dot(9, 1), "again");
        Siblings covering = new Siblings(deleted.vector().join(beside.vector()), beside.live());
        fails("over-claim", () -> RecordCheck.judge(key, covering, "here"));
        reapEverywhere();
        RecordCheck.judge(key, covering, "here");
        RecordCheck.judge(key, beside, "here");
        assertThat(RecordCheck.accounted(key, beside, "here").cardinality()).isEqualTo(3);
    }

    @Test
    void a_reaped_tombstone_accounts_for_what_it_superseded() {
        reapEverywhere();
        homes.get(0).onDurable(ImmutableList.of(clock(7, 1), clock(8, 1)));
    }

    @Test
    void a_clock_accounts_for_nothing_that_no_row_reflects() {
        fails("C1", () -> homes.get(0).onDurable(ImmutableList.of(clock(7, 1))));
    }

    @Test
    void a_clock_accounts_for_no_dot_that_nobody_minted() {
        store(homes.get(0), value, 7, 1);
        fails("C1", () -> homes.get(0).onDurable(ImmutableList.of(clock(7, 2))));
    }

    @Test
    void a_clock_shrinks_only_where_rows_were_lost() {
        store(homes.get(0), value, 7, 1);
        store(homes.get(1), value, 7, 1);
        homes.get(1).rot(KEY);
        Change emptied = new Change(Table.META, clockRow(7), Optional.empty());
        homes.get(1).onDurable(ImmutableList.of(emptied));
        fails("clock-grows", () -> homes.get(0).onDurable(ImmutableList.of(emptied)));
    }

    @Test
    void a_deleted_value_does_not_come_back_after_its_tombstone_was_reaped() {
        reapEverywhere();
        fails("resurrection", () -> store(homes.get(0), value));
        homes.get(1).rotClock(new RowLayout.ClockName(key.partition(), 8));
        store(homes.get(1), value);
        RecordCheck.resurrection(key, value, 1, "asked before it was reaped");
        fails("resurrection", () -> RecordCheck.resurrection(key, value, 2, "asked after that"));
    }

    @Test
    void a_vector_leaves_to_the_clocks_what_all_homes_have_in_theirs() {
        Siblings stripped = new Siblings(VersionVector.of(new Dot(8, 1)), deleted.live());
        store(homes.get(0), deleted, 7, 1, 8, 1);
        fails("stripped-early", () -> store(homes.get(0), stripped));
        store(homes.get(1), value, 7, 1);
        store(homes.get(2), value, 7, 1);
        store(homes.get(0), stripped);
    }

    @Test
    void a_vector_forgets_nothing_that_its_own_clock_lacks() {
        store(homes.get(0), deleted, 8, 1);
        fails("rows-grow", () -> store(homes.get(0), new Siblings(VersionVector.of(new Dot(8, 1)), deleted.live())));
    }

    @Test
    void a_vector_covers_no_dot_that_nobody_minted() {
        Siblings more = new Siblings(VersionVector.of(new Dot(7, 2)), value.live());
        fails("over-claim", () -> store(homes.get(0), more));
    }

    @Test
    void rows_of_others_are_kept_as_hints_only() {
        fails("stray-row", () -> store(fallback, value));
    }

    @Test
    void a_hint_counts_as_a_copy_and_stays_until_its_home_holds_it() {
        fallback.onDurable(ImmutableList.of(new Change(Table.HINTS, hintRow(), Optional.of(value.encoded()))));
        assertThat(fallback.reflects(write("v"))).isTrue();
        Change dropped = new Change(Table.HINTS, hintRow(), Optional.empty());
        fails("lost-hint", () -> fallback.onDurable(ImmutableList.of(dropped)));
        fallback.onDurable(ImmutableList.of(new Change(Table.HINTS, hintRow(), Optional.of(value.encoded()))));
        store(homes.get(0), value, 7, 1);
        fallback.onDurable(ImmutableList.of(dropped));
        assertThat(fallback.reflects(write("v"))).isFalse();
    }

    @Test
    void a_rotten_hint_is_no_copy() {
        fallback.onDurable(ImmutableList.of(new Change(Table.HINTS, hintRow(), Optional.of(value.encoded()))));
        fallback.rotHint(RowLayout.hint(hintRow()));
        assertThat(fallback.reflects(write("v"))).isFalse();
        assertThat(fallback.onceReflected(write("v"))).isTrue();
    }

    private void reapEverywhere() {
        homes.forEach(home -> store(home, deleted, 7, 1, 8, 1));
        homes.forEach(this::delete);
    }

    private Siblings mint(Siblings before, Dot dot, Content content) {
        Causality causality = before.isEmpty() ? new Causality.Blind() : new Causality.Given(before.vector());
        BitSet shown = RecordCheck.live(key, before, "shown");
        return mint(before, dot, content, causality, shown, before.vector());
    }

    private Siblings mintBlind(Dot dot, String text) {
        return mint(Siblings.EMPTY, dot, text(text), new Causality.Blind(), new BitSet(), VersionVector.EMPTY);
    }

    private Siblings mint(
            Siblings local, Dot dot, Content content, Causality causality, BitSet shown, VersionVector context) {
        Quorum quorum = Quorum.majority(3);
        PutRequest request = new PutRequest(
                KEY,
                content,
                causality,
                new Precondition.None(),
                quorum,
                quorum,
                Duration.ofSeconds(1),
                new RequestId("r" + dot, true),
                false);
        Write write = key.begin(request, shown, true);
        write.attemptBegins(key.homes().get(0));
        Siblings made = local.put(context, new Sibling(dot, write.id(), 1, content));
        history.minted(KEY, dot, write.id(), key.homes().get(0).name(), 1, made);
        return made;
    }

    private Write write(String text) {
        return key.writes().stream()
                .filter(write -> write.request().content().equals(text(text)))
                .findFirst()
                .orElseThrow();
    }

    /** @param dots actor and counter in turn: what the clock rows of the same batch then account for, from 1 */
    private void store(Copies home, Siblings record, int... dots) {
        ImmutableList.Builder<Change> batch = ImmutableList.builder();
        batch.add(new Change(Table.DATA, row(), Optional.of(record.encoded())));
        for (int i = 0; i < dots.length; i += 2) {
            batch.add(clock(dots[i], dots[i + 1]));
        }
        home.onDurable(batch.build());
    }

    private void delete(Copies home) {
        home.onDurable(ImmutableList.of(new Change(Table.DATA, row(), Optional.empty())));
    }

    private Change clock(long actor, int last) {
        Runs runs = Runs.EMPTY;
        for (int counter = 1; counter <= last; counter++) {
            runs = runs.with(counter);
        }
        return new Change(Table.META, clockRow(actor), Optional.of(runs.encoded()));
    }

    private Bytes clockRow(long actor) {
        return new Encoder(16).u8(1).i32(key.partition()).i64(actor).toBytes();
    }

    private Bytes row() {
        KeyHash hash = KeyHash.of(KEY.bucket(), KEY.key());
        return new Encoder(16)
                .i64(hash.high())
                .string(KEY.bucket())
                .raw(KEY.key())
                .toBytes();
    }

    private Bytes hintRow() {
        return new Encoder(16).string(key.homes().get(0).name()).raw(row()).toBytes();
    }

    private static void fails(String invariant, ThrowingCallable what) {
        assertThatThrownBy(what)
                .isInstanceOfSatisfying(
                        SimFailure.class,
                        failure -> assertThat(failure.invariant())
                                .as(failure.getMessage())
                                .isEqualTo(invariant));
    }

    private static Content text(String text) {
        return new Content.Value(Bytes.utf8(text), "text/plain", ImmutableSortedMap.of());
    }

    private static ImmutableList<Member> members(int count) {
        ImmutableList.Builder<Member> members = ImmutableList.builder();
        for (int i = 1; i <= count; i++) {
            members.add(new Member(new NodeId("n" + i), ""));
        }
        return members.build();
    }
}
