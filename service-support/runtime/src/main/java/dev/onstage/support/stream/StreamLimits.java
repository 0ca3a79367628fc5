package dev.onstage.support.stream;

import dev.onstage.support.client.ClientAddress;
import dev.onstage.support.problem.ProblemException;
import dev.onstage.support.problem.ProblemType;
import dev.onstage.support.stream.Places.Entry;
import dev.onstage.support.stream.Places.Holder;
import dev.onstage.support.stream.Places.Kind;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/** How many streams may be open on this instance: in all, of one client address, of one account. */
@ApplicationScoped
class StreamLimits {

    private static final int RETRY_SECONDS = 10;
    private static final int RETRY_SPREAD_SECONDS = 20;

    private final StreamConfig config;
    private final Places places;

    StreamLimits(StreamConfig config, MeterRegistry metrics) {
        this.config = config;
        this.places = new Places(config.total());
        Gauge.builder("event.streams.open", places, Places::open)
                .description("Readers of event streams on this copy")
                .register(metrics);
    }

    /** Only so that the gauge is there before the first reader comes. */
    void beThere(@Observes StartupEvent event) {}

    /**
     * Takes a place, or fails with what the reader can do.
     *
     * @param accountId null for a stream that everybody may read
     * @return gives the place back, once, however often it is called
     */
    Runnable enter(ClientAddress address, @Nullable String accountId) {
        Holder byAddress = new Holder(Kind.ADDRESS, address.network(), config.perAddress());
        Entry entry = accountId == null
                ? places.enter(byAddress)
                : places.enter(byAddress, new Holder(Kind.ACCOUNT, accountId, config.perAccount()));
        if (entry.place() == null) {
            throw refusal(entry.full());
        }
        return entry.place()::leave;
    }

    private ProblemException refusal(Kind full) {
        ProblemException problem =
                switch (full) {
                    case ALL ->
                        new ProblemException(
                                        ProblemType.OVERLOADED, "As many event streams are open as this server takes.")
                                .fix("Read the state by polling, and open the stream again later.");
                    case ADDRESS ->
                        new ProblemException(
                                        ProblemType.TOO_MANY_STREAMS,
                                        "Your address has " + config.perAddress()
                                                + " event streams open on this copy of the service, the most it may.")
                                .fix("Close some, or read the state by polling. Where many people share the"
                                        + " address, the operator can raise onstage.streams.per-address.");
                    case ACCOUNT ->
                        new ProblemException(
                                        ProblemType.TOO_MANY_STREAMS,
                                        "This account has " + config.perAccount()
                                                + " event streams open on this copy of the service, the most it may.")
                                .fix("Close other pages of the dashboard, or read the state by polling.");
                };
        // Spread, so that those who were refused together do not come back together.
        return problem.with(
                ProblemException.RETRY_AFTER_SECONDS,
                RETRY_SECONDS + ThreadLocalRandom.current().nextInt(RETRY_SPREAD_SECONDS));
    }
}
