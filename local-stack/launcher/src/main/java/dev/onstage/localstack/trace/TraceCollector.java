package dev.onstage.localstack.trace;

import com.google.protobuf.InvalidProtocolBufferException;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.onstage.localstack.stack.Failure;
import dev.onstage.localstack.stack.StackException;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceResponse;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;

/** Receives what services export by the OpenTelemetry protocol over HTTP, on a free port of loopback. */
public final class TraceCollector implements AutoCloseable {

    private static final String PATH = "/v1/traces";
    private static final int LARGEST = 16 << 20;
    private static final int OK = 200;
    private static final int BAD_REQUEST = 400;

    private final HttpServer server;
    private final CollectedTraces traces;

    private TraceCollector(HttpServer server, CollectedTraces traces) {
        this.server = server;
        this.traces = traces;
    }

    /** Starts one that keeps what it receives there. */
    public static TraceCollector start(CollectedTraces traces) {
        try {
            HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
            var collector = new TraceCollector(server, traces);
            server.createContext(PATH, collector::receive);
            server.start();
            return collector;
        } catch (IOException failure) {
            throw new StackException(Failure.PORT_TAKEN, "Traces cannot be received: " + failure, failure);
        }
    }

    /** What a service has to know: the value of {@code onstage.traces.endpoint}. */
    public URI endpoint() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    private void receive(HttpExchange exchange) throws IOException {
        try {
            byte[] body = exchange.getRequestBody().readNBytes(LARGEST);
            traces.add(ExportedSpans.of(ExportTraceServiceRequest.parseFrom(body)));
            byte[] answer = ExportTraceServiceResponse.getDefaultInstance().toByteArray();
            exchange.getResponseHeaders().set("Content-Type", "application/x-protobuf");
            exchange.sendResponseHeaders(OK, answer.length == 0 ? -1 : answer.length);
        } catch (InvalidProtocolBufferException notOurs) {
            exchange.sendResponseHeaders(BAD_REQUEST, -1);
        } finally {
            exchange.close();
        }
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
