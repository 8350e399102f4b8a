package dynamo.node.io.disk;

import dynamo.node.env.Storage.Row;
import dynamo.version.Bytes;
import java.util.zip.CRC32C;

/**
 * A row's value as stored: CRC32C, big-endian, then the bytes. The checksum covers the key too, so that a value found
 * under another key is noticed.
 */
final class SealedRow {
    private static final int CRC_BYTES = 4;

    private SealedRow() {}

    static byte[] seal(byte[] key, Bytes value) {
        byte[] sealed = new byte[CRC_BYTES + value.length()];
        value.copyTo(sealed, CRC_BYTES);
        int crc = crc(key, sealed);
        for (int i = 0; i < CRC_BYTES; i++) {
            sealed[i] = (byte) (crc >>> 24 - 8 * i);
        }
        return sealed;
    }

    /** Takes the array over. */
    static Row open(byte[] key, byte[] sealed) {
        if (sealed.length < CRC_BYTES) {
            return new Row.Unreadable("row of " + sealed.length + " bytes");
        }
        int stored = 0;
        for (int i = 0; i < CRC_BYTES; i++) {
            stored = stored << 8 | sealed[i] & 0xff;
        }
        int computed = crc(key, sealed);
        if (stored != computed) {
            return new Row.Unreadable(String.format("row checksum is %08x, its bytes say %08x", stored, computed));
        }
        return new Row.Found(Bytes.owning(sealed).slice(CRC_BYTES, sealed.length));
    }

    private static int crc(byte[] key, byte[] sealed) {
        CRC32C crc = new CRC32C();
        crc.update(key);
        crc.update(sealed, CRC_BYTES, sealed.length - CRC_BYTES);
        return (int) crc.getValue();
    }
}
