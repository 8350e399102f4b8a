package dynamo.node.message;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import com.google.common.collect.Maps;
import org.jspecify.annotations.Nullable;

/** Every message's form. Types stay what they are for ever; those of requests start at 1, replies at 64, notices at 128. */
final class MessageForms {
    static final ImmutableList<MessageForm<?>> ALL = ImmutableList.of(
            new MessageForm<>(1, Request.Coordinate.class, RequestForms::writeCoordinate, RequestForms::readCoordinate),
            new MessageForm<>(2, Request.Write.class, RequestForms::writeWrite, RequestForms::readWrite),
            new MessageForm<>(3, Request.Read.class, RequestForms::writeRead, RequestForms::readRead),
            new MessageForm<>(4, Request.Hello.class, RequestForms::writeHello, RequestForms::readHello),
            new MessageForm<>(64, Reply.Coordinated.class, ReplyForms::writeCoordinated, ReplyForms::readCoordinated),
            new MessageForm<>(65, Reply.Declined.class, ReplyForms::writeDeclined, ReplyForms::readDeclined),
            new MessageForm<>(66, Reply.Written.class, ReplyForms::writeWritten, ReplyForms::readWritten),
            new MessageForm<>(67, Reply.ReadAnswer.class, ReplyForms::writeReadAnswer, ReplyForms::readReadAnswer),
            new MessageForm<>(68, Reply.Welcome.class, ReplyForms::writeWelcome, ReplyForms::readWelcome),
            new MessageForm<>(128, Notice.Space.class, NoticeForms::writeSpace, NoticeForms::readSpace));

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
