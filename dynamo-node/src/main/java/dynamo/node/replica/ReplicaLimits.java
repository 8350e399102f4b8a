package dynamo.node.replica;

import dynamo.version.Siblings;

/**
 * What a client's put may leave in one record. Repair and handoff are exempt, or an oversize record could never heal.
 *
 * @param siblingsMax concurrent values
 * @param recordBytesMax bytes of the encoded record
 */
public record ReplicaLimits(int siblingsMax, int recordBytesMax) {
    public boolean allow(Siblings record) {
        return record.live().size() <= siblingsMax && record.encoded().length() <= recordBytesMax;
    }

    public String describe(int siblings) {
        return "the record would hold " + siblings + " siblings; at most " + siblingsMax + ", and " + recordBytesMax
                + " bytes: read it and write back one value with its context";
    }
}
