package dev.onstage.streamcontrol.provider.getstream;

import dev.onstage.streamcontrol.provider.ProviderAccess;
import dev.onstage.streamcontrol.provider.ProviderException;
import dev.onstage.streamcontrol.provider.ProviderException.Kind;
import dev.onstage.streamcontrol.provider.ProviderWarning;
import dev.onstage.streamcontrol.provider.getstream.SharedCheck.Finding;
import dev.onstage.streamcontrol.provider.getstream.SharedCheck.Terms;
import dev.onstage.support.lease.LeaseToken;
import dev.onstage.support.lease.Leases;
import io.quarkus.scheduler.Scheduled;
import io.quarkus.scheduler.Scheduled.ConcurrentExecution;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.eclipse.microprofile.rest.client.inject.RestClient;
import org.jboss.logging.Logger;

/**
 * Keeps roles and grants in the app at GetStream as the rules say, every few minutes, and has it tried daily what people may do,
 * and after a stream was set up. Each is a {@link SharedCheck}.
 */
@ApplicationScoped
class AccessChecks implements ProviderAccess {

    private static final Logger LOG = Logger.getLogger(AccessChecks.class);
    private static final String GRANTS = "provider-grants";
    private static final String PROBES = "provider-probes";

    /** One look at the grants is some ten requests, one at what people may do some sixty. */
    private static final Duration GRANTS_LEASE = Duration.ofSeconds(90);

    private static final Duration PROBES_LEASE = Duration.ofMinutes(5);
    private static final Duration RETRY_AFTER = Duration.ofSeconds(30);
    private static final Duration GRANTS_NOT_BEFORE = Duration.ofSeconds(5);
    private static final Duration PROBES_NOT_BEFORE = Duration.ofMinutes(1);

    private final ChatApi chat;
    private final GetStreamCalls calls;
    private final GetStreamTokens tokens;
    private final AppAccess access;
    private final GetStreamConfig config;
    private final SharedCheck grants;
    private final SharedCheck tried;

    AccessChecks(
            @RestClient ChatApi chat,
            GetStreamCalls calls,
            GetStreamTokens tokens,
            AppAccess access,
            Probes probes,
            CheckRepository checks,
            Leases leases,
            GetStreamConfig config) {
        this.chat = chat;
        this.calls = calls;
        this.tokens = tokens;
        this.access = access;
        this.config = config;
        this.grants = new SharedCheck(
                new Terms(GRANTS, config.callType(), GRANTS_LEASE, true),
                checks,
                leases,
                tokens,
                List.of(),
                this::keepGrants);
        this.tried = new SharedCheck(
                // It costs some sixty requests and a guest: a rolling restart is no reason.
                new Terms(PROBES, config.callType(), PROBES_LEASE, false),
                checks,
                leases,
                tokens,
                List.of(),
                probes::run);
    }

    @Override
    public Uni<Void> lookSoon() {
        return grants.takeSoon(GRANTS_NOT_BEFORE).chain(() -> tried.takeSoon(PROBES_NOT_BEFORE));
    }

    @Override
    public List<ProviderWarning> warnings() {
        return Stream.concat(tried.warnings().stream(), grants.warnings().stream())
                .toList();
    }

    @Override
    public List<ProviderWarning> openDoors() {
        return tried.warnings();
    }

    @Scheduled(every = "${onstage.access-checks-every:5s}", concurrentExecution = ConcurrentExecution.SKIP)
    Uni<Void> takeWhenDue() {
        if (!config.access().enabled() || tokens.configuredKey().isEmpty()) {
            return Uni.createFrom().voidItem();
        }
        return grants.takeWhenDue().chain(tried::takeWhenDue);
    }

    /** What was wrong is wrong still while GetStream does not answer. */
    private Uni<Finding> keepGrants(LeaseToken lease) {
        return access.establish()
                .chain(left -> calls.repeatable("read the app's settings", chat::getApp)
                        .map(app -> AppSettingsRules.warnings(app, left, config.callType(), Instant.now())))
                .map(warnings -> new Finding(config.access().grantsEvery(), warnings))
                .onFailure()
                .invoke(failure -> LOG.warnf("The grants at GetStream were not looked at: %s", failure.getMessage()))
                .onFailure()
                .recoverWithItem(failure -> new Finding(RETRY_AFTER, failed(failure)));
    }

    private List<ProviderWarning> failed(Throwable failure) {
        if (failure instanceof ProviderException refused && refused.kind() == Kind.REJECTED) {
            return List.of(new ProviderWarning(
                    "access-not-set",
                    "GetStream does not let Onstage set who may do what. " + refused.what(),
                    Objects.requireNonNullElse(
                            refused.fix(), "See the roles and types of the app at dashboard.getstream.io."),
                    Instant.now()));
        }
        return grants.warnings();
    }
}
