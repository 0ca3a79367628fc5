package dev.onstage.localstack.story;

import com.fasterxml.jackson.databind.JsonNode;
import dev.onstage.localstack.client.GetStreamSimulatorApi;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;

/**
 * Lets a crowd watch and write through the simulator, which reports each of them by a webhook of its own and lists them when
 * it is asked: what Onstage counts and what the provider says agree. A simulator that is slower than the plan is caught up
 * with as soon as it answers.
 */
public final class CrowdPlay {

    private static final Duration BEAT = Duration.ofMillis(500);
    private static final Duration BETWEEN_REPORTS = Duration.ofSeconds(10);
    private static final int MOST_AT_ONCE = 1_000;
    /** The simulator has ten people write for each prefix. */
    private static final int CHATTER_GROUPS = 1_000;

    private final GetStreamSimulatorApi simulator;
    private final String callCid;
    private final String chatCid;
    private final String prefix;
    private final Consumer<String> report;
    private int joined;
    private int posted;

    /**
     * Around one call and its chat channel.
     *
     * @param prefix how the user ids begin
     * @param report gets a line now and then
     */
    public CrowdPlay(
            GetStreamSimulatorApi simulator, String callCid, String chatCid, String prefix, Consumer<String> report) {
        this.simulator = simulator;
        this.callCid = callCid;
        this.chatCid = chatCid;
        this.prefix = prefix;
        this.report = report;
    }

    /** Plays until the plan is over; blocks. An interrupt ends it early. */
    public void play(CrowdPlan plan) {
        long begin = System.nanoTime();
        Duration elapsed = Duration.ZERO;
        Duration reported = Duration.ZERO;
        while (!plan.over(elapsed) && !Thread.currentThread().isInterrupted()) {
            LockSupport.parkNanos(BEAT.toNanos());
            elapsed = Duration.ofNanos(System.nanoTime() - begin);
            join(plan.viewersBy(elapsed));
            post(plan.messagesBy(elapsed));
            if (elapsed.minus(reported).compareTo(BETWEEN_REPORTS) >= 0) {
                reported = elapsed;
                say(elapsed);
            }
        }
        say(Duration.ofNanos(System.nanoTime() - begin));
    }

    /** Everybody who came leaves. */
    public void leave() {
        while (joined > 0) {
            JsonNode left = simulator
                    .leaveViewers(callCid, Math.min(joined, MOST_AT_ONCE))
                    .orThrow()
                    .path("left");
            joined = left.isEmpty() ? 0 : joined - left.size();
        }
    }

    private void join(int wanted) {
        while (joined < wanted) {
            int count = Math.min(wanted - joined, MOST_AT_ONCE);
            simulator.joinViewers(callCid, count, prefix).orThrow();
            joined += count;
        }
    }

    private void post(int wanted) {
        while (posted < wanted) {
            int count = Math.min(wanted - posted, MOST_AT_ONCE);
            simulator
                    .postMessages(chatCid, count, prefix + "-" + posted % CHATTER_GROUPS)
                    .orThrow();
            posted += count;
        }
    }

    private void say(Duration elapsed) {
        report.accept("%4d s: %d viewers came, %d messages.".formatted(elapsed.toSeconds(), joined, posted));
    }
}
