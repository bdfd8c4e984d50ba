package io.ledgerline.overload;

import io.micrometer.core.instrument.Counter;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpStatusClass;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.ReferenceCountUtil;

/**
 * One connection's. While as many wait for a place as may, others are turned away here, before anything is made of their
 * request: at many times what can be done, that is most of the work. What it writes is made a problem further out.
 */
final class Door extends ChannelDuplexHandler {

    private static final String REQUEST_ID = "X-Request-Id";

    private final Admission admission;
    private final String retryAfterSeconds;
    private final Counter turnedAway;

    /** Requests that were let in and aren't answered yet: answers keep the order of their requests. */
    private int letIn;

    /** The rest of a request that was turned away is still to come. */
    private boolean discarding;

    /** Something was let in since the connection was read. */
    private boolean passed;

    Door(Admission admission, long retryAfterSeconds, Counter turnedAway) {
        this.admission = admission;
        this.retryAfterSeconds = Long.toString(retryAfterSeconds);
        this.turnedAway = turnedAway;
    }

    @Override
    public void channelRead(ChannelHandlerContext channel, Object message) throws Exception {
        if (message instanceof HttpRequest request) {
            discarding = letIn == 0 && isTooMuch(request);
            if (discarding) {
                turnAway(channel, request);
            } else {
                letIn++;
            }
        }
        if (!discarding) {
            passed = true;
            super.channelRead(channel, message);
            return;
        }
        discarding = !(message instanceof LastHttpContent);
        ReferenceCountUtil.release(message);
    }

    /** The server reads on by itself once it is done with a request, but only with those that it has seen. */
    @Override
    public void channelReadComplete(ChannelHandlerContext channel) throws Exception {
        if (passed) {
            passed = false;
            super.channelReadComplete(channel);
        } else {
            channel.flush();
            channel.read();
        }
    }

    @Override
    public void write(ChannelHandlerContext channel, Object message, ChannelPromise promise) throws Exception {
        if (message instanceof LastHttpContent && !isInterim(message)) {
            letIn--;
        }
        super.write(channel, message, promise);
    }

    private static boolean isInterim(Object message) {
        return message instanceof HttpResponse answer && answer.status().codeClass() == HttpStatusClass.INFORMATIONAL;
    }

    /**
     * As far as can be told from its first lines. What needs a second look has it further in: a browser is told more, who
     * asks first whether to send waits for an answer to that, and uploads and reads that wait are counted apart.
     */
    private boolean isTooMuch(HttpRequest request) {
        String uri = request.uri();
        HttpHeaders headers = request.headers();
        if (request.decoderResult().isFailure()
                || Admission.isForOperators(uri)
                || uri.startsWith("/imports")
                || headers.contains(HttpHeaderNames.ORIGIN)
                || headers.contains(HttpHeaderNames.EXPECT)) {
            return false;
        }
        if (!request.method().equals(HttpMethod.GET) && !request.method().equals(HttpMethod.HEAD)) {
            return admission.commandsAreTooMany();
        }
        return Admission.VERSIONS.stream().noneMatch(uri::contains)
                && !headers.containsValue(HttpHeaderNames.ACCEPT, "text/event-stream", true)
                && admission.readsAreTooMany();
    }

    private void turnAway(ChannelHandlerContext channel, HttpRequest request) {
        turnedAway.increment();
        FullHttpResponse answer = new DefaultFullHttpResponse(
                request.protocolVersion(), HttpResponseStatus.SERVICE_UNAVAILABLE, Unpooled.EMPTY_BUFFER);
        answer.headers().set(HttpHeaderNames.RETRY_AFTER, retryAfterSeconds);
        String id = request.headers().get(REQUEST_ID);
        if (id != null) {
            answer.headers().set(REQUEST_ID, id);
        }
        boolean stays = HttpUtil.isKeepAlive(request);
        if (!stays) {
            answer.headers().set(HttpHeaderNames.CONNECTION, HttpHeaderValues.CLOSE);
        }
        ChannelFuture written = channel.writeAndFlush(answer);
        if (!stays) {
            written.addListener(ChannelFutureListener.CLOSE);
        }
    }
}
