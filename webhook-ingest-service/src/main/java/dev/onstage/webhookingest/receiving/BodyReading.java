package dev.onstage.webhookingest.receiving;

import dev.onstage.webhookingest.verification.RefusedDeliveryException;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.UniEmitter;
import io.vertx.core.Handler;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import java.util.Arrays;

/**
 * Reads one body as it comes, on its event loop: never more than allowed, never longer than allowed, and counted against
 * what is in flight from its first byte. (Quarkus REST would read what is larger than 10 kB on a blocked worker thread, and
 * has no bound on how long it takes.)
 */
final class BodyReading implements Handler<Buffer> {
    private static final byte[] NOTHING = {};

    private final HttpServerRequest request;
    private final int largest;
    private final InFlight.Place place;
    private final ReadDeadlines deadlines;
    private final UniEmitter<? super byte[]> emitter;
    private final long startedAt = System.nanoTime();

    private byte[] bytes = NOTHING;
    private int length;
    private boolean decided;

    private BodyReading(
            HttpServerRequest request,
            int largest,
            InFlight.Place place,
            ReadDeadlines deadlines,
            UniEmitter<? super byte[]> emitter) {
        this.request = request;
        this.largest = largest;
        this.place = place;
        this.deadlines = deadlines;
        this.emitter = emitter;
    }

    /**
     * Reads the body on subscription, which must be on the request's event loop and before anybody else reads it. Fails with
     * the {@link RefusedDeliveryException} that says what was wrong; the connection is closed a little later then.
     */
    static Uni<byte[]> read(HttpServerRequest request, int largest, InFlight.Place place, ReadDeadlines deadlines) {
        return Uni.createFrom()
                .emitter(emitter -> new BodyReading(request, largest, place, deadlines, emitter).start());
    }

    private void start() {
        deadlines.watch(this);
        request.handler(this);
        request.endHandler(ignored -> complete());
        request.exceptionHandler(broken -> refuse(RefusedDeliveryException.cutOff()));
        request.resume();
    }

    /** Takes the next part; discards it once refused. */
    @Override
    public void handle(Buffer part) {
        if (decided) {
            return;
        }
        if (part.length() > largest - length) {
            refuse(RefusedDeliveryException.tooLarge("The body is larger than " + largest + " bytes."));
        } else if (!place.grow(part.length())) {
            refuse(RefusedDeliveryException.overloaded("Too many deliveries are under way."));
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
        if (!decided) {
            decided = true;
            deadlines.forget(this);
            emitter.complete(bytes.length == length ? bytes : Arrays.copyOf(bytes, length));
        }
    }

    /** {@link System#nanoTime()} when the reading began. */
    long startedAt() {
        return startedAt;
    }

    /** The body took too long. */
    void tooSlow() {
        refuse(RefusedDeliveryException.tooSlow());
    }

    private void refuse(RefusedDeliveryException refused) {
        if (!decided) {
            decided = true;
            bytes = NOTHING;
            deadlines.forget(this);
            EarlyAnswer.announce(request);
            emitter.fail(refused);
        }
    }
}
