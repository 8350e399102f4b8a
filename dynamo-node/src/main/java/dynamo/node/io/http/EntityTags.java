package dynamo.node.io.http;

import com.google.common.collect.ImmutableList;
import dynamo.contract.EntityTag;
import dynamo.contract.Precondition;
import dynamo.version.Siblings;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.util.AsciiString;
import java.util.List;
import java.util.Optional;

/**
 * A list of entity tags, or {@code *} (RFC 9110 section 8.8.3).
 *
 * @param tags without quotes
 * @param weak those of them that were marked weak
 */
record EntityTags(boolean isAny, ImmutableList<String> tags, ImmutableList<String> weak) {
    private static final int TAGS_MAX = 64;

    static String header(Siblings shown) {
        return '"' + EntityTag.of(shown) + '"';
    }

    /** What a write is to be checked for: {@code If-Match}, or {@code If-None-Match: *}. */
    static Precondition precondition(HttpHeaders headers) {
        Optional<EntityTags> noneMatch = of(headers, Headers.IF_NONE_MATCH);
        if (noneMatch.isPresent() && headers.contains(Headers.IF_MATCH)) {
            throw Refusal.badRequest("If-Match and If-None-Match exclude each other");
        }
        if (noneMatch.isPresent() && !noneMatch.get().isAny) {
            throw Refusal.badRequest("If-None-Match of a write is *");
        }
        if (noneMatch.isPresent()) {
            return new Precondition.Missing();
        }
        return match(headers);
    }

    /** What {@code If-Match} asks for. */
    static Precondition match(HttpHeaders headers) {
        Optional<EntityTags> given = of(headers, Headers.IF_MATCH);
        if (given.isEmpty()) {
            return new Precondition.None();
        }
        EntityTags tags = given.get();
        return tags.isAny ? new Precondition.Exists() : new Precondition.TagIn(tags.strong());
    }

    /** Whether a reader that has one of these has what is stored now. Weak or not makes no difference here. */
    boolean matches(String current) {
        return isAny || tags.contains(current);
    }

    /** If-Match compares strongly: a weak tag equals none. */
    private ImmutableList<String> strong() {
        return tags.stream().filter(tag -> !weak.contains(tag)).collect(ImmutableList.toImmutableList());
    }

    static Optional<EntityTags> of(HttpHeaders headers, AsciiString name) {
        List<String> lines = headers.getAll(name);
        if (lines.isEmpty()) {
            return Optional.empty();
        }
        String text = String.join(",", lines).strip();
        if (text.equals("*")) {
            return Optional.of(new EntityTags(true, ImmutableList.of(), ImmutableList.of()));
        }
        return Optional.of(parse(name, text));
    }

    private static EntityTags parse(AsciiString header, String text) {
        ImmutableList.Builder<String> tags = ImmutableList.builder();
        ImmutableList.Builder<String> weak = ImmutableList.builder();
        int at = 0;
        int count = 0;
        while (at < text.length()) {
            boolean isWeak = text.startsWith("W/\"", at);
            int open = isWeak ? at + 2 : at;
            int close = text.indexOf('"', open + 1);
            if (text.charAt(open) != '"' || close < 0 || !isTag(text, open + 1, close) || ++count > TAGS_MAX) {
                throw malformed(header);
            }
            String tag = text.substring(open + 1, close);
            tags.add(tag);
            if (isWeak) {
                weak.add(tag);
            }
            at = afterComma(header, text, close + 1);
        }
        if (count == 0) {
            throw malformed(header);
        }
        return new EntityTags(false, tags.build(), weak.build());
    }

    /** Where the next tag starts; the end when there is none. */
    private static int afterComma(AsciiString header, String text, int from) {
        int at = skipBlanks(text, from);
        if (at == text.length()) {
            return at;
        }
        if (text.charAt(at) != ',') {
            throw malformed(header);
        }
        at = skipBlanks(text, at + 1);
        if (at == text.length()) {
            throw malformed(header);
        }
        return at;
    }

    private static int skipBlanks(String text, int from) {
        int at = from;
        while (at < text.length() && (text.charAt(at) == ' ' || text.charAt(at) == '\t')) {
            at++;
        }
        return at;
    }

    private static boolean isTag(String text, int from, int to) {
        return text.substring(from, to).chars().allMatch(c -> c > ' ' && c != 0x7f);
    }

    private static Refusal malformed(AsciiString header) {
        return Refusal.badRequest(header + " is * or a list of quoted entity tags");
    }
}
