package dynamo.node;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** Waits for one answer; a second one is a bug of who gives it. */
public final class Answer<T> implements Consumer<T> {
    private final List<T> came = new ArrayList<>();

    @Override
    public void accept(T answer) {
        if (!came.isEmpty()) {
            throw new AssertionError("answered twice: " + came.get(0) + ", then " + answer);
        }
        came.add(answer);
    }

    public boolean came() {
        return !came.isEmpty();
    }

    public T get() {
        if (came.isEmpty()) {
            throw new AssertionError("no answer came");
        }
        return came.get(0);
    }
}
