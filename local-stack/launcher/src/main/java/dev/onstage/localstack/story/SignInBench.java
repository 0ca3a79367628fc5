package dev.onstage.localstack.story;

import dev.onstage.localstack.client.HttpAnswer;
import dev.onstage.localstack.client.OnstageApi;
import dev.onstage.localstack.stack.Failure;
import dev.onstage.localstack.stack.StackException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;

/**
 * Measures how long signing in takes while somebody tries a thousand wrong passwords a minute on another account, from as many
 * addresses, beside how long it takes while nobody does, in turns.
 */
public final class SignInBench {

    private static final String CHANNEL = "bench-access";
    private static final String PASSWORD = "a password of the bench";
    private static final Duration BETWEEN_SIGN_INS = Duration.ofMillis(200);
    private static final Duration BETWEEN_WRONG_ONES = Duration.ofMinutes(1).dividedBy(1000);

    private final URI gateway;
    private final URI streamControl;
    private final OnstageApi operator;

    /** For somebody who is signed in as operator; the guesses go straight to stream-control, which sees their addresses so. */
    public SignInBench(URI gateway, URI streamControl, OnstageApi operator) {
        this.gateway = gateway;
        this.streamControl = streamControl;
        this.operator = operator;
    }

    /** So many rounds, each of that many sign-ins in peace and as many under attack. */
    public SignInReport measure(int rounds, int signIns) {
        String owner = account();
        String attacked = account();
        List<Double> calm = new ArrayList<>();
        List<Double> underAttack = new ArrayList<>();
        int wrong = 0;
        for (int round = 0; round < rounds; round++) {
            signIn(owner, signIns, calm);
            wrong += attack(attacked, () -> signIn(owner, signIns, underAttack));
        }
        return new SignInReport(calm, underAttack, wrong);
    }

    private String account() {
        if (operator.channel(CHANNEL).get().status() != 200) {
            operator.post("/api/channels", Map.of("channelId", CHANNEL, "title", "Access"))
                    .orThrow();
            operator.renew();
        }
        String code = operator.post("/api/channels/" + CHANNEL + "/invites", Map.of())
                .orThrow()
                .path("code")
                .asText();
        String email = "bench-" + UUID.randomUUID() + "@onstage.local";
        new OnstageApi(gateway).signUp(code, email, "Guest", PASSWORD).orThrow();
        return email;
    }

    private void signIn(String email, int times, List<Double> took) {
        for (int time = 0; time < times; time++) {
            HttpAnswer answer = new OnstageApi(gateway).signIn(email, PASSWORD);
            if (!answer.isSuccess()) {
                throw new StackException(Failure.CHECK_FAILED, answer.describe());
            }
            took.add(answer.took().toNanos() / 1e6);
            LockSupport.parkNanos(BETWEEN_SIGN_INS.toNanos());
        }
    }

    /** How many wrong passwords were tried meanwhile. */
    private int attack(String email, Runnable meanwhile) {
        AtomicBoolean over = new AtomicBoolean();
        ExecutorService attacker = Executors.newSingleThreadExecutor();
        try {
            Future<Integer> tried = attacker.submit(() -> guess(email, over));
            try {
                meanwhile.run();
            } finally {
                over.set(true);
            }
            return tried.get();
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new StackException(Failure.CHECK_FAILED, "interrupted", stopped);
        } catch (ExecutionException failure) {
            throw new StackException(Failure.CHECK_FAILED, "The guesses were not answered: " + failure, failure);
        } finally {
            attacker.shutdown();
        }
    }

    private int guess(String email, AtomicBoolean over) {
        OnstageApi attacker = new OnstageApi(streamControl);
        long begin = System.nanoTime();
        int tried = 0;
        while (!over.get()) {
            HttpAnswer answer = attacker.post(
                    "/api/auth/sign-in",
                    Map.of("email", email, "password", "wrong password " + tried, "tokens", "bearer"),
                    Map.of("X-Forwarded-For", someAddress()));
            if (answer.isSuccess()) {
                throw new StackException(Failure.CHECK_FAILED, "A wrong password signed in.");
            }
            tried++;
            LockSupport.parkNanos(begin + tried * BETWEEN_WRONG_ONES.toNanos() - System.nanoTime());
        }
        return tried;
    }

    /** Of the block that is kept for benchmarks, RFC 2544. */
    private static String someAddress() {
        ThreadLocalRandom random = ThreadLocalRandom.current();
        return "198.18." + random.nextInt(256) + "." + random.nextInt(256);
    }
}
