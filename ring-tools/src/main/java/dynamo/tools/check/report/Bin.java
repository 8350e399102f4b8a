package dynamo.tools.check.report;

import dynamo.tools.check.Call.Result;

/** Calls that began within some time, by result. Latencies, in microseconds, are of those that succeeded; 0 when none did. */
record Bin(long ok, long notApplied, long unknown, long failed, long p50, long p99, long max) {

    long of(Result result) {
        return switch (result) {
            case OK -> ok;
            case NOT_APPLIED -> notApplied;
            case UNKNOWN -> unknown;
            case FAILED -> failed;
        };
    }

    long calls() {
        return ok + notApplied + unknown + failed;
    }
}
