package dev.onstage.localstack.gateway;

import io.netty.handler.codec.http.HttpMessage;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.impl.VertxHttpRequestDecoder;
import io.vertx.core.net.impl.ConnectionBase;

/**
 * Refuses a request that states the end of its body in two ways. The decoder it extends drops the length and reads the
 * chunks; whoever sends both means that somebody else reads it differently.
 */
final class StrictRequestDecoder extends VertxHttpRequestDecoder {

    private static final String DECODER = "httpDecoder";

    private StrictRequestDecoder(HttpServerOptions options) {
        super(options);
    }

    /** Takes the place of the decoder of a connection on which nothing has been read yet. */
    static void install(HttpConnection connection, HttpServerOptions options) {
        ((ConnectionBase) connection).channel().pipeline().replace(DECODER, DECODER, new StrictRequestDecoder(options));
    }

    @Override
    protected void handleTransferEncodingChunkedWithContentLength(HttpMessage message) {
        throw new IllegalArgumentException("both Transfer-Encoding and Content-Length");
    }
}
