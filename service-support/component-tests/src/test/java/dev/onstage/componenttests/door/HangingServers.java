package dev.onstage.componenttests.door;

import dev.onstage.testing.StackResource;
import dev.onstage.testing.TestRelay;
import dev.onstage.testing.TestStack;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.Map;

/**
 * The servers of all tests, of which PostgreSQL and Redis may hang: a test gets that as a field {@code Map<String, Runnable>
 * servers}. Nothing bounds the wait for them but what the test is about.
 */
public class HangingServers implements QuarkusTestResourceLifecycleManager {
    static final int DEADLINE_SECONDS = 2;

    private static final String NEVER = "1h";

    private final TestRelay postgres = TestRelay.to(TestStack.running().postgresPort());
    private final TestRelay redis = TestRelay.to(TestStack.running().redisPort());

    @Override
    public Map<String, String> start() {
        TestStack stack = TestStack.running();
        Map<String, String> settings = new HashMap<>(new StackResource().start());
        settings.replaceAll((name, value) -> switch (name) {
            case "quarkus.datasource.reactive.url" -> through(postgres, stack.postgresPort(), value);
            case "quarkus.redis.hosts" -> through(redis, stack.redisPort(), value);
            default -> value;
        });
        settings.put("onstage.door.answer-within", DEADLINE_SECONDS + "s");
        settings.put("onstage.database.answer-within", NEVER);
        settings.put("onstage.access.redis-timeout", NEVER);
        return settings;
    }

    private static String through(TestRelay relay, int port, String address) {
        return address.replace(":" + port, ":" + relay.port());
    }

    @Override
    public void inject(TestInjector injector) {
        Map<String, Runnable> servers =
                Map.of("hang postgres", postgres::hang, "hang redis", redis::hang, "go on", this::goOn);
        injector.injectIntoFields(servers, field -> field.getName().equals("servers"));
    }

    private void goOn() {
        postgres.goOn();
        redis.goOn();
    }

    @Override
    public void stop() {
        try {
            postgres.close();
            redis.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
