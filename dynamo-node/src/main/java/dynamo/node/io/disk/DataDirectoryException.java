package dynamo.node.io.disk;

import org.jspecify.annotations.Nullable;

/** Why a node cannot start from its data directory; the message is for its operator. */
public final class DataDirectoryException extends Exception {
    private static final long serialVersionUID = 1L;

    /** What is wrong, with the exit status that tells a supervisor whether another try makes sense (sysexits.h). */
    public enum Reason {
        /** Another process uses it. */
        LOCKED(75),
        /** It belongs to another cluster or node. */
        FOREIGN(78),
        /** Written by a newer release. */
        NEWER_FORMAT(78),
        /** Neither empty nor a data directory. */
        STRANGE(78),
        /** Files are missing or their bytes cannot be trusted. */
        DAMAGED(74),
        /** The file system refused. */
        IO(74);

        private final int exitStatus;

        Reason(int exitStatus) {
            this.exitStatus = exitStatus;
        }

        public int exitStatus() {
            return exitStatus;
        }
    }

    private final Reason reason;

    DataDirectoryException(Reason reason, String message, @Nullable Throwable cause) {
        super(message, cause);
        this.reason = reason;
    }

    DataDirectoryException(Reason reason, String message) {
        this(reason, message, null);
    }

    public Reason reason() {
        return reason;
    }
}
