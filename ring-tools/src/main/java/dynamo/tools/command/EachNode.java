package dynamo.tools.command;

import dynamo.client.NodeAddress;
import dynamo.tools.admin.AdminAnswer;
import dynamo.tools.admin.AdminPort;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import picocli.CommandLine.Option;

/** For documents that speak of one node only: that of one, or those of all. */
public final class EachNode {

    @Option(names = "--all", description = "ask every node that --node names, not the first that answers")
    private boolean isAll;

    public List<AdminAnswer> get(AdminPort admin, String path) {
        if (!isAll) {
            return List.of(admin.get(path));
        }
        List<AdminAnswer> answers = new ArrayList<>();
        for (NodeAddress node : admin.nodes()) {
            answers.add(admin.get(node, path));
        }
        return answers;
    }

    /** The documents, a line each. */
    public static String json(List<AdminAnswer> answers) {
        return answers.stream().map(answer -> answer.text().strip()).collect(Collectors.joining("\n"));
    }
}
