package dynamo.tools.chaos;

import com.google.common.collect.ImmutableList;
import dynamo.client.Bucket;
import dynamo.client.CallReport;
import dynamo.client.CausalContext;
import dynamo.client.DynamoClient;
import dynamo.client.DynamoException;
import dynamo.client.NodeAddress;
import dynamo.client.Read;
import dynamo.client.Session;
import dynamo.client.Versioned;
import dynamo.client.Written;
import dynamo.client.json.JsonCodec;
import dynamo.contract.Outcome;
import dynamo.tools.check.Call;
import dynamo.tools.check.Call.Result;
import dynamo.tools.check.Found;
import dynamo.tools.check.KeyName;
import dynamo.tools.check.Span;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A client whose every call becomes a line of the history. Threading: one thread.
 *
 * <p>What a context covers is told by ids: those of the values that were shown with it.
 */
final class Caller implements AutoCloseable {
    private static final int STRANGE_CHARS = 40;

    private final int number;
    private final Recorder recorder;
    private final Tally tally;
    private final DynamoClient client;
    private final Bucket<Value> values;
    private final Optional<String> sessionName;
    private long calls;
    private long writes;
    private @Nullable CallReport last;

    /** A read, and the ids of what it showed. */
    record Seen(Read<Value> read, ImmutableList<String> ids) {}

    /**
     * @param seeds in the order in which nodes are asked
     * @param isRouting whether homes are asked instead
     */
    Caller(int number, List<NodeAddress> seeds, boolean isRouting, boolean hasSession, Recorder recorder, Tally tally) {
        this.number = number;
        this.recorder = recorder;
        this.tally = tally;
        client = DynamoClient.builder()
                .seeds(seeds)
                .routing(isRouting)
                .listener(report -> last = report)
                .build();
        Bucket<Value> all = client.bucket(Keys.BUCKET, JsonCodec.of(Value.class));
        Session session = client.session();
        values = hasSession ? all.in(session) : all;
        sessionName = hasSession ? Optional.of("s" + number) : Optional.empty();
    }

    int number() {
        return number;
    }

    /** A name for the next write, unique in the run. */
    String nextId() {
        return "w" + number + "." + ++writes;
    }

    /** Empty when it failed, or what is stored is none of our values. */
    Optional<Seen> get(KeyName key) {
        long begin = recorder.now();
        calls++;
        try {
            Read<Value> read = tried(() -> values.get(key.key()));
            ImmutableList<String> ids = read.live().stream()
                    .map(each -> each.value().orElseThrow().id())
                    .collect(ImmutableList.toImmutableList());
            write(new Call.Get(
                    caller(),
                    key,
                    since(begin),
                    Call.Outcome.OK,
                    new Found(ids, tombstones(read), ImmutableList.of())));
            return Optional.of(new Seen(read, ids));
        } catch (DynamoException.Undecodable e) {
            String what = e.detail();
            ImmutableList<String> strange = ImmutableList.of(what.substring(0, Math.min(STRANGE_CHARS, what.length())));
            write(new Call.Get(
                    caller(), key, since(begin), Call.Outcome.OK, new Found(ImmutableList.of(), 0, strange)));
            return Optional.empty();
        } catch (DynamoException e) {
            Call.Outcome failed = new Call.Outcome(Result.FAILED, e.code());
            write(new Call.Get(caller(), key, since(begin), failed, Found.NOTHING));
            return Optional.empty();
        }
    }

    static int tombstones(Read<Value> read) {
        return read instanceof Read.Siblings<Value> siblings
                ? (int) siblings.values().stream().filter(Versioned::isDeleted).count()
                : 0;
    }

    /**
     * @param saw ids that the context covers; empty when there is none
     * @param adds elements that are in the value for the first time
     */
    Result put(
            KeyName key,
            Value value,
            CausalContext context,
            Optional<ImmutableList<String>> saw,
            ImmutableList<String> adds) {
        return written(key, value.id(), false, saw, adds, () -> values.put(key.key(), value, context)).result;
    }

    /** A put whose answer's context may be used for the next write. */
    Optional<CausalContext> putFirst(KeyName key, Value value) {
        return written(
                        key,
                        value.id(),
                        false,
                        Optional.empty(),
                        ImmutableList.of(),
                        () -> values.put(key.key(), value, CausalContext.NONE))
                .context;
    }

    void delete(KeyName key, String id, CausalContext context, ImmutableList<String> saw) {
        written(key, id, true, Optional.of(saw), ImmutableList.of(), () -> values.delete(key.key(), context));
    }

    private record Ended(Result result, Optional<CausalContext> context) {}

    private Ended written(
            KeyName key,
            String id,
            boolean isDelete,
            Optional<ImmutableList<String>> saw,
            ImmutableList<String> adds,
            Supplier<Written> call) {
        long begin = recorder.now();
        calls++;
        Call.Outcome outcome = Call.Outcome.OK;
        Optional<Written> written = Optional.empty();
        try {
            written = Optional.of(tried(call));
        } catch (DynamoException e) {
            Result result = e.outcome() == Outcome.NOT_APPLIED ? Result.NOT_APPLIED : Result.UNKNOWN;
            outcome = new Call.Outcome(result, e.code());
        }
        int tries = tries(outcome.result(), written);
        Optional<String> sibling = written.map(Written::sibling).filter(name -> !name.isEmpty());
        write(new Call.Write(caller(), key, since(begin), outcome, id, isDelete, saw, tries, sibling, adds));
        return new Ended(outcome.result(), written.flatMap(Written::context));
    }

    /** How often it may have been stored: by the client's tries, and by those of nodes, which a lost answer does not tell. */
    private int tries(Result result, Optional<Written> written) {
        int here = last == null ? 1 : last.tries();
        return Math.max(here, result == Result.OK ? written.map(Written::tries).orElse(1) : 2);
    }

    private <R> R tried(Supplier<R> call) {
        last = null;
        return call.get();
    }

    private Call.Caller caller() {
        return new Call.Caller(number, calls, last == null ? "" : last.node(), sessionName);
    }

    private Span since(long begin) {
        return new Span(begin, recorder.now());
    }

    private void write(Call call) {
        (call.outcome().result() == Result.OK ? tally.succeeded() : tally.failed()).increment();
        recorder.write(call);
    }

    @Override
    public void close() {
        client.close();
    }
}
