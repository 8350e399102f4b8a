package dynamo.node.message;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import com.google.common.collect.Maps;
import org.jspecify.annotations.Nullable;

/**
 * Every message's form. Types stay what they are for ever; those of requests start at 1, replies at 64, notices at 128;
 * gossip has 16 to 31, and 144 to 159 for what answers or tells.
 */
final class MessageForms {
    private static final ImmutableList<MessageForm<?>> CLIENT_WORK = ImmutableList.of(
            new MessageForm<>(1, Request.Coordinate.class, RequestForms::writeCoordinate, RequestForms::readCoordinate),
            new MessageForm<>(2, Request.Write.class, RequestForms::writeWrite, RequestForms::readWrite),
            new MessageForm<>(3, Request.Read.class, RequestForms::writeRead, RequestForms::readRead),
            new MessageForm<>(4, Request.Hello.class, RequestForms::writeHello, RequestForms::readHello),
            new MessageForm<>(5, Request.Superseded.class, RequestForms::writeSuperseded, RequestForms::readSuperseded),
            new MessageForm<>(64, Reply.Coordinated.class, ReplyForms::writeCoordinated, ReplyForms::readCoordinated),
            new MessageForm<>(65, Reply.Declined.class, ReplyForms::writeDeclined, ReplyForms::readDeclined),
            new MessageForm<>(66, Reply.Written.class, ReplyForms::writeWritten, ReplyForms::readWritten),
            new MessageForm<>(67, Reply.ReadAnswer.class, ReplyForms::writeReadAnswer, ReplyForms::readReadAnswer),
            new MessageForm<>(68, Reply.Welcome.class, ReplyForms::writeWelcome, ReplyForms::readWelcome),
            new MessageForm<>(69, Reply.Superseded.class, ReplyForms::writeSuperseded, ReplyForms::readSuperseded),
            new MessageForm<>(70, Reply.WrongEpoch.class, (none, to) -> {}, from -> new Reply.WrongEpoch()),
            new MessageForm<>(128, Notice.Space.class, NoticeForms::writeSpace, NoticeForms::readSpace),
            new MessageForm<>(16, Gossip.Ping.class, GossipForms::writePing, GossipForms::readPing),
            new MessageForm<>(
                    17, Gossip.PingRequest.class, GossipForms::writePingRequest, GossipForms::readPingRequest),
            new MessageForm<>(18, Gossip.Digest.class, GossipForms::writeDigest, GossipForms::readDigest),
            new MessageForm<>(144, Gossip.Ack.class, GossipForms::writeAck, GossipForms::readAck),
            new MessageForm<>(145, Gossip.Nack.class, GossipForms::writeNack, GossipForms::readNack),
            new MessageForm<>(146, Gossip.Spread.class, GossipForms::writeSpread, GossipForms::readSpread),
            new MessageForm<>(147, Gossip.State.class, GossipForms::writeState, GossipForms::readState),
            new MessageForm<>(148, RingNews.Digest.class, RingForms::writeDigest, RingForms::readDigest),
            new MessageForm<>(149, RingNews.State.class, RingForms::writeState, RingForms::readState),
            new MessageForm<>(150, RingNews.Wish.class, RingForms::writeWish, RingForms::readWish));

    static final ImmutableList<MessageForm<?>> ALL = ImmutableList.<MessageForm<?>>builder()
            .addAll(CLIENT_WORK)
            .addAll(ExchangeForms.ALL)
            .build();

    private static final ImmutableMap<Integer, MessageForm<?>> BY_TYPE = Maps.uniqueIndex(ALL, MessageForm::type);
    private static final ImmutableMap<Class<?>, MessageForm<?>> BY_KIND = Maps.uniqueIndex(ALL, MessageForm::kind);

    private MessageForms() {}

    static MessageForm<?> of(Message message) {
        @Nullable MessageForm<?> form = BY_KIND.get(message.getClass());
        if (form == null) {
            throw new IllegalStateException(message.getClass() + " has no form");
        }
        return form;
    }

    static MessageForm<?> of(int type) {
        @Nullable MessageForm<?> form = BY_TYPE.get(type);
        if (form == null) {
            throw new UnknownMessageException("message type " + type);
        }
        return form;
    }
}
