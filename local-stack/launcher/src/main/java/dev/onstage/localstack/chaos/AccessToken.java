package dev.onstage.localstack.chaos;

import dev.onstage.localstack.client.HttpAnswer;
import dev.onstage.localstack.client.OnstageApi;
import dev.onstage.localstack.story.DemoAccount;
import java.net.URI;
import java.time.Duration;
import java.util.function.Supplier;

/** Somebody's access token as such, renewed before it runs out. Thread-safe. */
final class AccessToken implements Supplier<String> {

    private final URI target;
    private final DemoAccount person;
    private final Duration usedFor;
    private String token = "";
    private long until = System.nanoTime();

    AccessToken(URI target, DemoAccount person, Duration usedFor) {
        this.target = target;
        this.person = person;
        this.usedFor = usedFor;
    }

    @Override
    public synchronized String get() {
        if (System.nanoTime() - until >= 0) {
            HttpAnswer answer = new OnstageApi(target).signIn(person.email(), person.password());
            token = answer.orThrow().path("accessToken").asText();
            until = System.nanoTime() + usedFor.toNanos();
        }
        return token;
    }
}
