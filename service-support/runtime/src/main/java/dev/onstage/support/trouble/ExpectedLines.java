package dev.onstage.support.trouble;

import io.netty.channel.unix.Errors.NativeIoException;
import io.quarkus.runtime.StartupEvent;
import io.vertx.core.http.HttpClosedException;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.interceptor.Interceptor;
import java.io.IOException;
import java.nio.channels.ClosedChannelException;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.regex.Pattern;

/** Keeps out of the log what libraries say at each attempt or probe and what is told otherwise, and nothing else that they say. */
@ApplicationScoped
class ExpectedLines {

    private static final Logger KAFKA_CONNECTIONS = Logger.getLogger("org.apache.kafka.clients.NetworkClient");
    private static final Logger HEALTH = Logger.getLogger("io.smallrye.health");
    private static final Logger STREAMS =
            Logger.getLogger("org.jboss.resteasy.reactive.server.handlers.PublisherResponseHandler");

    private static final String CONNECTION = "Connection to node";

    private static final String NOT_READY = "SRHCK01001";
    private static final Pattern DRAINS =
            Pattern.compile("\"name\"\\s*:\\s*\"Graceful Shutdown\"\\s*,\\s*\"status\"\\s*:\\s*\"DOWN\"");

    /** Before the consumers begin. */
    void listen(@Observes @Priority(Interceptor.Priority.PLATFORM_BEFORE) StartupEvent event) {
        KAFKA_CONNECTIONS.setFilter(line -> !isOfAConnection(line));
        HEALTH.setFilter(line -> !isOfADrain(line));
        STREAMS.setFilter(line -> !isOfAReaderWhoLeft(line));
    }

    /** {@code dev.onstage.support.servers} says once what it means, and {@link PollFailures} that a consumer gets no records. */
    static boolean isOfAConnection(LogRecord line) {
        return String.valueOf(line.getMessage()).contains(CONNECTION);
    }

    /**
     * People close pages at any moment, also while something is being sent to them. What other connections and JSON have to say is an
     * {@link IOException} of a kind of its own.
     */
    static boolean isOfAReaderWhoLeft(LogRecord line) {
        Throwable thrown = line.getThrown();
        return thrown instanceof HttpClosedException
                || thrown instanceof ClosedChannelException
                || thrown instanceof NativeIoException
                || (thrown != null && thrown.getClass().equals(IOException.class));
    }

    /** A copy that drains is asked again and again, and is not ready by intention. */
    static boolean isOfADrain(LogRecord line) {
        Object[] told = line.getParameters();
        return String.valueOf(line.getMessage()).startsWith(NOT_READY)
                && told != null
                && told.length > 0
                && DRAINS.matcher(String.valueOf(told[0])).find();
    }
}
