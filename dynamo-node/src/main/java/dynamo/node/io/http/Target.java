package dynamo.node.io.http;

/**
 * What a request line asks for.
 *
 * @param path from its first slash on, as sent
 * @param query what follows the first question mark, as sent; empty when there is none
 */
record Target(String path, String query) {

    /** Takes the origin form, and the absolute form of proxies (RFC 9112 section 3.2). */
    static Target of(String raw) {
        for (int i = 0; i < raw.length(); i++) {
            char c = raw.charAt(i);
            if (c <= ' ' || c == 0x7f || c == '#') {
                throw Refusal.badRequest("the request target has a character that must be percent-encoded");
            }
        }
        String local = raw.startsWith("/") ? raw : withoutAuthority(raw);
        int query = local.indexOf('?');
        return query < 0 ? new Target(local, "") : new Target(local.substring(0, query), local.substring(query + 1));
    }

    private static String withoutAuthority(String raw) {
        int start =
                raw.regionMatches(true, 0, "http://", 0, 7) ? 7 : raw.regionMatches(true, 0, "https://", 0, 8) ? 8 : 0;
        if (start == 0) {
            throw Refusal.badRequest("the request target is neither a path nor an http URL");
        }
        for (int i = start; i < raw.length(); i++) {
            if (raw.charAt(i) == '/') {
                return raw.substring(i);
            }
            if (raw.charAt(i) == '?') {
                return "/" + raw.substring(i);
            }
        }
        return "/";
    }
}
