package dynamo.node;

import com.google.common.collect.ImmutableSortedMap;
import dynamo.contract.Causality;
import dynamo.contract.Key;
import dynamo.contract.Precondition;
import dynamo.contract.PutRequest;
import dynamo.contract.Quorum;
import dynamo.contract.RequestId;
import dynamo.version.Bytes;
import dynamo.version.Content;
import dynamo.version.VersionVector;
import java.time.Duration;

/** Builds puts as tests write them: blind, at W=2 of three, unnamed, unless told otherwise. */
public final class Puts {
    private final Key key;
    private final Content content;
    private Causality causality = new Causality.Blind();
    private Precondition precondition = new Precondition.None();
    private Quorum write = Quorum.majority(3);
    private Quorum read = Quorum.majority(3);
    private RequestId requestId;
    private boolean returnBody;

    private Puts(Key key, Content content, String requestId) {
        this.key = key;
        this.content = content;
        this.requestId = new RequestId(requestId, false);
    }

    public static Puts of(Key key, String value) {
        return new Puts(
                key,
                new Content.Value(Bytes.utf8(value), "text/plain", ImmutableSortedMap.of()),
                "unnamed-put-of-" + value);
    }

    /** A value of so many bytes. */
    public static Puts large(Key key, int bytes) {
        return new Puts(
                key,
                new Content.Value(Bytes.utf8("v".repeat(bytes)), "text/plain", ImmutableSortedMap.of()),
                "unnamed-put-of-" + bytes);
    }

    public static Puts delete(Key key) {
        return new Puts(key, new Content.Tombstone(), "unnamed-delete").readFirst();
    }

    public Puts after(VersionVector context) {
        causality = new Causality.Given(context);
        return this;
    }

    public Puts readFirst() {
        causality = new Causality.ReadFirst();
        return this;
    }

    public Puts onlyIf(Precondition condition) {
        precondition = condition;
        return this;
    }

    public Puts named(String id) {
        requestId = new RequestId(id, true);
        return this;
    }

    /** W of N; reads before the write at the majority. */
    public Puts w(int w, int n) {
        write = new Quorum(n, w, true);
        read = Quorum.majority(n);
        return this;
    }

    /** Without the help of nodes that keep hints. */
    public Puts homesOnly() {
        write = new Quorum(write.n(), write.needed(), false);
        return this;
    }

    public Puts returnBody() {
        returnBody = true;
        return this;
    }

    public PutRequest request() {
        return new PutRequest(
                key, content, causality, precondition, write, read, Duration.ofSeconds(5), requestId, returnBody);
    }
}
