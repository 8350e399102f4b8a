package dynamo.tools.doctor;

import dynamo.tools.console.Mark;

/**
 * What a check found.
 *
 * @param mark GOOD; BUSY to look at when there is time; BAD: a check failed
 * @param fix what to do; empty where nothing is
 */
record Finding(Mark mark, String check, String what, String fix) {

    static Finding good(String check, String what) {
        return new Finding(Mark.GOOD, check, what, "");
    }

    static Finding look(String check, String what, String fix) {
        return new Finding(Mark.BUSY, check, what, fix);
    }

    static Finding bad(String check, String what, String fix) {
        return new Finding(Mark.BAD, check, what, fix);
    }

    String result() {
        return switch (mark) {
            case GOOD -> "ok";
            case BUSY -> "warn";
            case BAD -> "fail";
        };
    }
}
