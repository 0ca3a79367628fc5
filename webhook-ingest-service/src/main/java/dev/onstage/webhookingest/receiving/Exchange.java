package dev.onstage.webhookingest.receiving;

import dev.onstage.support.problem.ProblemException;
import dev.onstage.support.problem.ProblemResponses;
import dev.onstage.webhookingest.verification.RefusalReason;
import dev.onstage.webhookingest.verification.RefusedDeliveryException;
import dev.onstage.webhookingest.verification.UnverifiedDelivery;
import io.vertx.core.Handler;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.Arrays;
import java.util.function.BiConsumer;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * One request and its answer. The body is read as it comes: never more than allowed, never longer than allowed, and counted
 * against what is in flight from its first byte. Begins on the request's event loop; may be told the end on any.
 */
final class Exchange implements Handler<Buffer>, DeliveryReceipt {
    private static final Logger LOG = Logger.getLogger(Exchange.class);
    private static final int NO_CONTENT = 204;
    private static final byte[] NOTHING = {};
    private static final CharSequence API_KEY = HttpHeaders.createOptimized("X-Api-Key");
    private static final CharSequence SIGNATURE = HttpHeaders.createOptimized("X-Signature");
    private static final CharSequence WEBHOOK_ID = HttpHeaders.createOptimized("X-Webhook-Id");
    private static final CharSequence ATTEMPT = HttpHeaders.createOptimized("X-Webhook-Attempt");
    private static final CharSequence TRACE_PARENT = HttpHeaders.createOptimized("traceparent");

    private final HttpServerRequest request;
    private final int largest;
    private final ReadDeadlines deadlines;
    private final BiConsumer<RefusalReason, HttpServerRequest> refusals;
    private final long startedAt = System.nanoTime();

    private InFlight.@Nullable Place place;
    private @Nullable BiConsumer<UnverifiedDelivery, DeliveryReceipt> next;
    private byte[] bytes = NOTHING;
    private int length;
    private boolean read;

    /**
     * Makes an exchange that has not begun.
     *
     * @param largest body in bytes
     * @param deadlines of this event loop
     * @param refusals is told why a delivery was refused
     */
    Exchange(
            HttpServerRequest request,
            int largest,
            ReadDeadlines deadlines,
            BiConsumer<RefusalReason, HttpServerRequest> refusals) {
        this.request = request;
        this.largest = largest;
        this.deadlines = deadlines;
        this.refusals = refusals;
    }

    /** Reads the body and hands the delivery on. */
    void read(InFlight.Place reserved, BiConsumer<UnverifiedDelivery, DeliveryReceipt> receiver) {
        place = reserved;
        next = receiver;
        if (announcesTooMuch()) {
            refused(tooLarge());
            return;
        }
        deadlines.watch(this);
        request.handler(this);
        request.endHandler(ignored -> complete());
        request.exceptionHandler(broken -> giveUp(RefusedDeliveryException.cutOff()));
        request.resume();
    }

    private boolean announcesTooMuch() {
        String announced = request.getHeader(HttpHeaders.CONTENT_LENGTH);
        try {
            return announced != null && Long.parseLong(announced) > largest;
        } catch (NumberFormatException notANumber) {
            return true;
        }
    }

    private RefusedDeliveryException tooLarge() {
        return RefusedDeliveryException.tooLarge("The body is larger than " + largest + " bytes.");
    }

    /** Takes the next part; discards it when the delivery is refused already. */
    @Override
    public void handle(Buffer part) {
        if (read || place == null) {
            return;
        }
        if (part.length() > largest - length) {
            giveUp(tooLarge());
        } else if (!place.grow(part.length())) {
            giveUp(RefusedDeliveryException.overloaded("Too many deliveries are under way."));
        } else {
            append(part);
        }
    }

    private void append(Buffer part) {
        if (length == 0) {
            bytes = part.getBytes();
        } else {
            if (bytes.length - length < part.length()) {
                bytes = Arrays.copyOf(bytes, Math.min(largest, Math.max(2 * length, length + part.length())));
            }
            part.getBytes(bytes, length);
        }
        length += part.length();
    }

    private void complete() {
        if (read || next == null) {
            return;
        }
        read = true;
        deadlines.forget(this);
        byte[] body = bytes.length == length ? bytes : Arrays.copyOf(bytes, length);
        bytes = NOTHING;
        try {
            next.accept(delivery(body), this);
        } catch (RuntimeException unexpected) {
            LOG.error("A delivery met something unexpected", unexpected);
            refused(RefusedDeliveryException.overloaded("The delivery could not be processed. It was logged."));
        }
    }

    private UnverifiedDelivery delivery(byte[] body) {
        return new UnverifiedDelivery(
                body,
                request.getHeader(API_KEY),
                request.getHeader(SIGNATURE),
                request.getHeader(WEBHOOK_ID),
                request.getHeader(ATTEMPT),
                request.getHeader(TRACE_PARENT),
                Instant.now());
    }

    @Override
    public long startedAt() {
        return startedAt;
    }

    /** The body took too long. */
    void tooSlow() {
        giveUp(RefusedDeliveryException.tooSlow());
    }

    private void giveUp(RefusedDeliveryException reason) {
        if (!read) {
            read = true;
            bytes = NOTHING;
            deadlines.forget(this);
            refused(reason);
        }
    }

    @Override
    public void durable() {
        leave();
        HttpServerResponse response = request.response();
        if (!response.closed()) {
            response.setStatusCode(NO_CONTENT).end();
        }
    }

    @Override
    public void refused(ProblemException problem) {
        leave();
        if (problem instanceof RefusedDeliveryException refused) {
            refusals.accept(refused.reason(), request);
        }
        HttpServerResponse response = request.response();
        if (response.closed()) {
            return;
        }
        EarlyAnswer.announce(request);
        if (problem.members().get(ProblemException.RETRY_AFTER_SECONDS) instanceof Number seconds) {
            response.putHeader(HttpHeaders.RETRY_AFTER, seconds.toString());
        }
        response.setStatusCode(problem.type().status())
                .putHeader(HttpHeaders.CONTENT_TYPE, ProblemResponses.MEDIA_TYPE)
                .end(new JsonObject(ProblemResponses.body(problem, request.path())).toBuffer());
    }

    private void leave() {
        if (place != null) {
            place.leave();
        }
    }
}
