package dynamo.tools.data;

import dynamo.client.Versioned;
import dynamo.tools.console.Cell;
import dynamo.tools.console.Listing;
import dynamo.version.Content;
import java.util.List;

/** Concurrent values of a key, a row each. */
final class SiblingListing {
    private SiblingListing() {}

    static Listing of(List<Versioned<Content.Value>> values) {
        Listing rows = new Listing()
                .words("SIBLING", "id")
                .words("MODIFIED", "modified")
                .words("TYPE", "contentType")
                .number("BYTES", "bytes")
                .words("VALUE", "value")
                .wideWords("METADATA", "meta");
        for (Versioned<Content.Value> each : values) {
            Content.Value value = each.value().orElse(null);
            rows.row(
                    each.id().map(Cell::of).orElse(Cell.NONE),
                    each.modified().map(time -> Cell.of(time.toString())).orElse(Cell.NONE),
                    value == null ? Cell.NONE : Cell.of(value.contentType()),
                    value == null ? Cell.NONE : Cell.count(value.bytes().length()),
                    Cell.of(ValueText.cell(each.value())),
                    value == null || value.metadata().isEmpty()
                            ? Cell.NONE
                            : Cell.of(value.metadata().toString()));
        }
        return rows;
    }
}
