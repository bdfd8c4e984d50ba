package io.ledgerline.benchmark;

import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.handler.codec.http.DefaultFullHttpRequest;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpClientCodec;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * HTTP without waiting: one thread, and one request at a time on each of many connections that are kept. Nothing but Netty's
 * codec is between: what the generator takes of the machine the program doesn't have.
 */
final class Http implements AutoCloseable {

    private static final int MOST_CONNECTIONS = 1_000;
    private static final int LARGEST_ANSWER = 64 << 20;
    private static final Duration TIMEOUT = Duration.ofMinutes(10);

    /** A request, and who waits for its answer. */
    private record Exchange(Request request, Consumer<Answer> then) {}

    private final String host;
    private final EventLoopGroup thread =
            new MultiThreadIoEventLoopGroup(1, new DefaultThreadFactory("http", true), NioIoHandler.newFactory());
    private final Bootstrap bootstrap;

    /** Touched by the one thread alone, as all that follows. */
    private final Deque<Connection> idle = new ArrayDeque<>();

    private final Set<Connection> busy = new HashSet<>();
    private final Deque<Exchange> waiting = new ArrayDeque<>();
    private int connections;

    Http(URI address) {
        this.host = address.getAuthority();
        this.bootstrap = new Bootstrap()
                .group(thread)
                .channel(NioSocketChannel.class)
                .option(ChannelOption.TCP_NODELAY, true)
                .remoteAddress(address.getHost(), address.getPort())
                .handler(new ChannelInitializer<>() {
                    @Override
                    protected void initChannel(Channel channel) {
                        channel.pipeline()
                                .addLast(new HttpClientCodec(), new HttpObjectAggregator(LARGEST_ANSWER))
                                .addLast(new Connection());
                    }
                });
        thread.scheduleWithFixedDelay(this::closeLateOnes, 1, 1, TimeUnit.SECONDS);
    }

    /** @param then is told on the one thread that does all this, and mustn't block */
    void send(Request request, Consumer<Answer> then) {
        run(() -> {
            waiting.add(new Exchange(request, then));
            sendWaiting();
        });
    }

    /** On the thread that is told of answers. */
    void run(Runnable work) {
        if (thread.next().inEventLoop()) {
            work.run();
        } else {
            thread.execute(work);
        }
    }

    void runLater(Duration later, Runnable work) {
        thread.schedule(work, later.toNanos(), TimeUnit.NANOSECONDS);
    }

    private void sendWaiting() {
        while (!waiting.isEmpty() && !idle.isEmpty()) {
            idle.pop().send(waiting.remove());
        }
        if (!waiting.isEmpty() && connections < MOST_CONNECTIONS) {
            connections++;
            Exchange first = waiting.remove();
            bootstrap.connect().addListener((ChannelFuture connected) -> {
                if (connected.isSuccess()) {
                    connected.channel().pipeline().get(Connection.class).send(first);
                } else {
                    connections--;
                    first.then().accept(Answer.none(connected.cause()));
                }
            });
        }
    }

    private void closeLateOnes() {
        long latest = System.nanoTime() - TIMEOUT.toNanos();
        busy.stream().filter(it -> it.since - latest < 0).toList().forEach(it -> it.fail(new IOException("timeout")));
    }

    private final class Connection extends SimpleChannelInboundHandler<FullHttpResponse> {

        private @Nullable ChannelHandlerContext context;
        private @Nullable Exchange exchange;
        private long since;

        @Override
        public void handlerAdded(ChannelHandlerContext added) {
            context = added;
        }

        void send(Exchange next) {
            exchange = next;
            since = System.nanoTime();
            busy.add(this);
            context.writeAndFlush(encode(next.request()), context.voidPromise());
        }

        private FullHttpRequest encode(Request request) {
            ByteBuf body = request.json() == null
                    ? Unpooled.EMPTY_BUFFER
                    : Unpooled.wrappedBuffer(request.json().getBytes(StandardCharsets.UTF_8));
            FullHttpRequest message = new DefaultFullHttpRequest(
                    HttpVersion.HTTP_1_1, HttpMethod.valueOf(request.method()), request.path(), body);
            message.headers().set(HttpHeaderNames.HOST, host);
            if (request.json() != null) {
                message.headers()
                        .set(HttpHeaderNames.CONTENT_TYPE, HttpHeaderValues.APPLICATION_JSON)
                        .setInt(HttpHeaderNames.CONTENT_LENGTH, body.readableBytes());
            }
            request.headers().forEach(message.headers()::set);
            return message;
        }

        @Override
        protected void channelRead0(ChannelHandlerContext channel, FullHttpResponse response) {
            Answer answer = new Answer(
                    response.status().code(),
                    ByteBufUtil.getBytes(response.content()),
                    Duration.ofSeconds(response.headers().getInt(HttpHeaderNames.RETRY_AFTER, 0)));
            Exchange answered = exchange;
            exchange = null;
            busy.remove(this);
            if (HttpUtil.isKeepAlive(response)) {
                idle.push(this);
            } else {
                channel.close();
            }
            if (answered != null) {
                answered.then().accept(answer);
            }
            sendWaiting();
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext channel, Throwable cause) {
            fail(cause);
        }

        @Override
        public void channelInactive(ChannelHandlerContext channel) {
            connections--;
            idle.remove(this);
            fail(new IOException("closed"));
            sendWaiting();
        }

        void fail(Throwable cause) {
            Exchange failed = exchange;
            exchange = null;
            busy.remove(this);
            context.close();
            if (failed != null) {
                failed.then().accept(Answer.none(cause));
            }
        }
    }

    @Override
    public void close() {
        thread.shutdownGracefully(0, 1, TimeUnit.SECONDS).awaitUninterruptibly();
    }
}
