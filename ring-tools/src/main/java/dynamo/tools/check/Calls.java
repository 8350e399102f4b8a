package dynamo.tools.check;

/** Names calls, for people who look for them in the history. */
public final class Calls {
    private Calls() {}

    public static String text(Call call) {
        String what = call instanceof Call.Write write ? write.isDelete() ? "delete" : "put" : "get";
        return what + " " + call.caller().number() + " of client "
                + call.caller().client();
    }
}
