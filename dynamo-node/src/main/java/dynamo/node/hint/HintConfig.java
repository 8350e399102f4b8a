package dynamo.node.hint;

/** @param bytesMax kept on disk for all absent homes together, keys included; beyond it new hints are refused */
public record HintConfig(long bytesMax) {
    public static final HintConfig DEFAULT = new HintConfig(1L << 30);
}
