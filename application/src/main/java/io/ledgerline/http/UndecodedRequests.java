package io.ledgerline.http;

import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpRequest;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import reactor.netty.channel.ChannelOperations;

/**
 * What isn't HTTP, or too long, or too much, never gets as far as the program: the server itself refuses it, without a word.
 * Here it is told as a problem, as everything else is.
 *
 * <p>It comes in when the server is done with the request before: as long as it isn't, also when all of its answer has been
 * sent, Reactor Netty (1.3.8) takes the refusal for a second answer to that one, and the client gets none.
 */
final class UndecodedRequests extends ChannelDuplexHandler {

    private final CommandIds ids;
    private final Function<HttpStatus, byte[]> problems;
    private @Nullable HttpRequest held;

    UndecodedRequests(CommandIds ids, Function<HttpStatus, byte[]> problems) {
        this.ids = ids;
        this.problems = problems;
    }

    @Override
    public void channelRead(ChannelHandlerContext channel, Object message) throws Exception {
        if (message instanceof HttpRequest request
                && request.decoderResult().isFailure()
                && ChannelOperations.get(channel.channel()) != null) {
            held = request;
        } else {
            super.channelRead(channel, message);
        }
    }

    /** The server says like that, too, that it is done with a request. */
    @Override
    public void userEventTriggered(ChannelHandlerContext channel, Object event) throws Exception {
        super.userEventTriggered(channel, event);
        if (held != null && ChannelOperations.get(channel.channel()) == null) {
            HttpRequest next = held;
            held = null;
            super.channelRead(channel, next);
            super.channelReadComplete(channel);
        }
    }

    @Override
    public void write(ChannelHandlerContext channel, Object message, ChannelPromise promise) throws Exception {
        super.write(
                channel,
                message instanceof FullHttpResponse answer && isBare(answer) ? told(answer) : message,
                promise);
    }

    /** The program's own refusals have a type, also without their body. */
    private static boolean isBare(FullHttpResponse answer) {
        return answer.status().code() >= HttpStatus.BAD_REQUEST.value()
                && !answer.content().isReadable()
                && !answer.headers().contains(HttpHeaderNames.CONTENT_TYPE);
    }

    private FullHttpResponse told(FullHttpResponse bare) {
        byte[] body = problems.apply(HttpStatus.valueOf(bare.status().code()));
        FullHttpResponse answer =
                new DefaultFullHttpResponse(bare.protocolVersion(), bare.status(), Unpooled.wrappedBuffer(body));
        answer.headers()
                .set(bare.headers())
                .set(HttpHeaderNames.CONTENT_TYPE, MediaType.APPLICATION_PROBLEM_JSON_VALUE)
                .set(HttpHeaderNames.CONTENT_LENGTH, body.length)
                .set(
                        RequestIdFilter.REQUEST_ID,
                        RequestIdFilter.id(bare.headers().get(RequestIdFilter.REQUEST_ID), ids));
        bare.release();
        return answer;
    }
}
