package dynamo.node.io.loop;

import io.netty.channel.Channel;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.ServerChannel;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.channel.socket.nio.NioSocketChannel;

/** How a loop waits for its sockets. */
public enum Sockets {
    /** Linux's own, through native code. */
    EPOLL,
    /** The JDK's, anywhere. */
    NIO;

    /** The better of those this machine has. */
    public static Sockets available() {
        return Epoll.isAvailable() ? EPOLL : NIO;
    }

    public Class<? extends Channel> outgoing() {
        return this == EPOLL ? EpollSocketChannel.class : NioSocketChannel.class;
    }

    public Class<? extends ServerChannel> listening() {
        return this == EPOLL ? EpollServerSocketChannel.class : NioServerSocketChannel.class;
    }

    IoHandlerFactory waiting() {
        return this == EPOLL ? EpollIoHandler.newFactory() : NioIoHandler.newFactory();
    }
}
