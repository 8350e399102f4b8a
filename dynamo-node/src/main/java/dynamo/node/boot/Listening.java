package dynamo.node.boot;

import com.google.common.net.HostAndPort;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/** Where a node really listens. */
record Listening(HostAndPort data, HostAndPort admin, HostAndPort peer) {

    /** One line each; the file is there only when it is whole. */
    void writeTo(Path file) throws IOException {
        Path unfinished = file.resolveSibling(file.getFileName() + ".new");
        Files.writeString(unfinished, "data=" + data + "\nadmin=" + admin + "\npeer=" + peer + "\n");
        Files.move(unfinished, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }
}
