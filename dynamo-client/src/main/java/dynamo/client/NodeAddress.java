package dynamo.client;

/** Where a node listens: {@code host:port}. An IPv6 address stands in brackets. */
public record NodeAddress(String host, int port) {

    /**
     * Reads {@code host:port}, {@code http://host:port} or {@code host} alone.
     *
     * @throws IllegalArgumentException for anything else
     */
    public static NodeAddress parse(String text, int portDefault) {
        String rest = text.startsWith("http://") ? text.substring("http://".length()) : text;
        rest = rest.endsWith("/") ? rest.substring(0, rest.length() - 1) : rest;
        int colon = rest.lastIndexOf(':');
        boolean hasPort = colon > rest.lastIndexOf(']');
        String host = hasPort ? rest.substring(0, colon) : rest;
        if (!host.matches("[A-Za-z0-9_.-]+|\\[[0-9A-Fa-f:.]+\\]")) {
            throw new IllegalArgumentException("not host:port: " + text);
        }
        return new NodeAddress(host, hasPort ? port(rest.substring(colon + 1), text) : portDefault);
    }

    private static int port(String digits, String text) {
        if (!digits.matches("[0-9]{1,5}") || Integer.parseInt(digits) < 1 || Integer.parseInt(digits) > 65_535) {
            throw new IllegalArgumentException("no port from 1 to 65535: " + text);
        }
        return Integer.parseInt(digits);
    }

    @Override
    public String toString() {
        return host + ":" + port;
    }
}
