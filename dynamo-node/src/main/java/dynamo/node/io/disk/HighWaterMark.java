package dynamo.node.io.disk;

import dynamo.version.Bytes;
import dynamo.version.Decoder;
import dynamo.version.Encoder;
import dynamo.version.MalformedException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.zip.CRC32C;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How far the log was known to be durable, noted outside the database: the database itself cannot tell a log that ends
 * from a log whose end was lost.
 *
 * <p>Two files, overwritten in place in turn: a write cut short spoils the older one only, a full disk takes it, and it
 * needs no rename and no directory sync. A write that failed is not repeated and is the last: the mark then lags, so a
 * loss after it goes unnoticed, but never the other way round.
 *
 * <p>Threading: one thread at a time.
 */
final class HighWaterMark implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(HighWaterMark.class);
    private static final long MAGIC = 0x64796e2d6d61726bL;
    private static final int FILE_BYTES = 20;

    private final Path directory;
    private final List<FileChannel> files;
    private int next;
    private boolean isBroken;

    private HighWaterMark(Path directory, List<FileChannel> files, int next) {
        this.directory = directory;
        this.files = files;
        this.next = next;
    }

    /**
     * What the files say.
     *
     * @param doubt why durable rows may be missing whatever the number says
     */
    record Reading(OptionalLong sequence, Optional<String> doubt) {}

    /** For a new store: both files, durable once the caller has synced the directory. */
    static void create(Path directory) throws IOException {
        for (int i = 0; i < 2; i++) {
            DurableFiles.write(file(directory, i), encode(0));
        }
    }

    static Reading read(Path directory) throws IOException {
        Optional<String> doubt = Damage.untold(directory);
        long newest = -1;
        for (int i = 0; i < 2; i++) {
            Path file = file(directory, i);
            try {
                newest = Math.max(newest, decode(Files.readAllBytes(file)));
            } catch (NoSuchFileException e) {
                doubt = Optional.of("the mark file " + file.getFileName() + " is missing");
            } catch (MalformedException e) {
                LOG.warn("mark file {} is unreadable: {}", file, e.getMessage());
            }
        }
        return newest < 0
                ? new Reading(OptionalLong.empty(), doubt.or(() -> Optional.of("both mark files are unreadable")))
                : new Reading(OptionalLong.of(newest), doubt);
    }

    static HighWaterMark openForWriting(Path directory) throws IOException {
        List<FileChannel> files = new ArrayList<>();
        long[] sequences = new long[2];
        for (int i = 0; i < 2; i++) {
            Path file = file(directory, i);
            files.add(DurableFiles.openOrCreate(file));
            try {
                sequences[i] = decode(Files.readAllBytes(file));
            } catch (MalformedException e) {
                sequences[i] = -1;
            }
        }
        DurableFiles.syncDirectory(directory);
        return new HighWaterMark(directory, files, sequences[0] <= sequences[1] ? 0 : 1);
    }

    /** Notes that every batch up to this one is durable, and that a loss found at the start has been told. */
    void write(long sequence) {
        if (isBroken) {
            return;
        }
        FileChannel file = files.get(next);
        next = 1 - next;
        try {
            file.write(ByteBuffer.wrap(encode(sequence)), 0);
            file.force(false);
            Damage.told(directory);
        } catch (IOException e) {
            isBroken = true;
            LOG.warn("no more marks in {} until the next start: rows lost there may go unnoticed", directory, e);
        }
    }

    @Override
    public void close() {
        for (FileChannel file : files) {
            try {
                file.close();
            } catch (IOException e) {
                LOG.warn("closing a mark file in {}", directory, e);
            }
        }
    }

    private static byte[] encode(long sequence) {
        Bytes body = new Encoder(FILE_BYTES).i64(MAGIC).i64(sequence).toBytes();
        return new Encoder(FILE_BYTES).raw(body).i32(crc(body)).toBytes().toArray();
    }

    private static long decode(byte[] content) {
        Bytes bytes = Bytes.owning(content);
        if (bytes.length() != FILE_BYTES) {
            throw new MalformedException("it has " + bytes.length() + " bytes");
        }
        Decoder decoder = new Decoder(bytes);
        long magic = decoder.i64();
        long sequence = decoder.i64();
        if (magic != MAGIC || decoder.i32() != crc(bytes.slice(0, 16)) || sequence < 0) {
            throw new MalformedException("checksum mismatch");
        }
        return sequence;
    }

    private static int crc(Bytes bytes) {
        CRC32C crc = new CRC32C();
        crc.update(bytes.asByteBuffer());
        return (int) crc.getValue();
    }

    private static Path file(Path directory, int number) {
        return directory.resolve("mark-" + number);
    }
}
