package dev.onstage.webhookingest.receiving;

import dev.onstage.support.problem.ProblemAnswers;
import dev.onstage.support.problem.ProblemException;
import dev.onstage.webhookingest.verification.RefusalReason;
import dev.onstage.webhookingest.verification.RefusedDeliveryException;
import dev.onstage.webhookingest.verification.UnverifiedDelivery;
import io.vertx.core.Handler;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
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
    private final AtomicBoolean told = new AtomicBoolean();

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

    /**
     * The header {@code X-Api-Key}; null without it, and when it comes more than once: nobody could say which of them counts.
     */
    @Nullable String apiKey() {
        return only(API_KEY);
    }

    /** The header {@code X-Signature}; null without it, and when it comes more than once. */
    @Nullable String signature() {
        return only(SIGNATURE);
    }

    private @Nullable String only(CharSequence header) {
        List<String> values = request.headers().getAll(header);
        return values.size() == 1 ? values.get(0) : null;
    }

    /** Reads the body and hands the delivery on. The place is left when the end is told, whatever happens until then. */
    void read(InFlight.Place reserved, BiConsumer<UnverifiedDelivery, DeliveryReceipt> receiver) {
        place = reserved;
        next = receiver;
        if (announcesTooMuch()) {
            giveUp(tooLarge());
            return;
        }
        try {
            deadlines.watch(this);
            ExpectedContinue.answer(request);
            request.handler(this);
            request.endHandler(ignored -> complete());
            request.exceptionHandler(broken -> giveUp(RefusedDeliveryException.cutOff()));
            request.resume();
        } catch (RuntimeException | Error unexpected) {
            giveUp(unexpected(unexpected));
        }
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
        try {
            if (part.length() > largest - length) {
                giveUp(tooLarge());
            } else if (takesRoom(place, part.length())) {
                append(part);
            } else {
                giveUp(crowded());
            }
        } catch (RuntimeException | Error unexpected) {
            giveUp(unexpected(unexpected));
        }
    }

    private boolean takesRoom(InFlight.Place mine, int more) {
        while (!mine.grow(more)) {
            if (!deadlines.makeRoom(this)) {
                return false;
            }
        }
        return true;
    }

    /** What to tell the sender when there is no place. */
    static RefusedDeliveryException crowded() {
        return RefusedDeliveryException.overloaded("Too many deliveries are under way.");
    }

    private static RefusedDeliveryException unexpected(Throwable failure) {
        LOG.error("A delivery met something unexpected", failure);
        return RefusedDeliveryException.overloaded("The delivery could not be processed. It was logged.");
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
        try {
            byte[] body = bytes.length == length ? bytes : Arrays.copyOf(bytes, length);
            bytes = NOTHING;
            next.accept(delivery(body), this);
        } catch (RuntimeException | Error unexpected) {
            refused(unexpected(unexpected));
        }
    }

    private UnverifiedDelivery delivery(byte[] body) {
        return new UnverifiedDelivery(
                body,
                apiKey(),
                signature(),
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

    /** Others need the place more: an honest sender's body does not take that long. */
    void giveWay() {
        giveUp(crowded());
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
        if (!isFirstToTell()) {
            return;
        }
        HttpServerResponse response = request.response();
        if (!response.closed()) {
            response.setStatusCode(NO_CONTENT).end();
        }
    }

    @Override
    public void refused(ProblemException problem) {
        if (!isFirstToTell()) {
            return;
        }
        if (problem instanceof RefusedDeliveryException refused) {
            refusals.accept(refused.reason(), request);
        }
        ProblemAnswers.send(problem, request);
    }

    /** The end is told once; with it the place is left, before anything else can go wrong. */
    private boolean isFirstToTell() {
        if (!told.compareAndSet(false, true)) {
            return false;
        }
        if (place != null) {
            place.leave();
        }
        return true;
    }
}
