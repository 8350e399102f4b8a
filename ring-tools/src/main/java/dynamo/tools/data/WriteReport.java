package dynamo.tools.data;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dynamo.client.CausalContext;
import dynamo.client.Written;
import dynamo.tools.command.Sight;
import dynamo.tools.console.Cell;
import dynamo.tools.console.Exit;
import dynamo.tools.console.Listing;
import dynamo.tools.console.Mark;
import dynamo.tools.console.Page;
import dynamo.tools.console.Paint;

/** What became of a write. */
final class WriteReport {
    private WriteReport() {}

    /**
     * @param done such as {@code stored}
     * @param bucketAndKey as arguments of a command
     */
    static Sight of(String done, String bucketAndKey, Written written, Page page, Paint paint) {
        boolean isAlone = written.siblings() <= 1;
        String replicas = written.info().replicas() + ", by " + written.info().node();
        if (isAlone) {
            page.line(paint.mark(Mark.GOOD, done) + " (" + replicas + ")");
            written.context().ifPresent(context -> page.line("context for the next write: " + context.token()));
        } else {
            page.line(paint.mark(Mark.BUSY, done + " beside others") + ": " + written.siblings() + " siblings now ("
                    + replicas + ")");
            page.line("See them, and how to make one of them: ring siblings " + bucketAndKey);
        }
        String context = written.context().map(CausalContext::token).orElse("");
        Listing rows = new Listing()
                .words("SIBLING", "sibling")
                .number("SIBLINGS", "siblings")
                .words("CONTEXT", "context")
                .words("REPLICAS", "replicas")
                .words("NODE", "node")
                .words("REQUEST", "requestId")
                .row(
                        Cell.of(written.sibling()),
                        Cell.count(written.siblings()),
                        Cell.of(context),
                        Cell.of(written.info().replicas()),
                        Cell.of(written.info().node()),
                        Cell.of(written.info().requestId()));
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("sibling", written.sibling()).put("siblings", written.siblings());
        if (!context.isEmpty()) {
            json.put("context", context);
        }
        json.put("replicas", written.info().replicas())
                .put("node", written.info().node());
        json.put("requestId", written.info().requestId());
        return new Sight(page.toString(), rows, json.toString(), "", Exit.GOOD);
    }
}
