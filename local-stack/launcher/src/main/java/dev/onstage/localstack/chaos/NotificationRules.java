package dev.onstage.localstack.chaos;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * What is promised about one session at one destination, checked on the notifier's history and on what stands at the
 * receiver. With no call of unknown outcome among those that make a message: exactly the right messages. Each such call may
 * leave one message more that nobody can know of, and there are only as many as the destination's policy allows. For one use.
 */
final class NotificationRules {

    private final Broadcast broadcast;
    private final ChaosDestination destination;
    private final List<Attempt> attempts;
    private final List<Posted> posted;
    private final List<String> broken = new ArrayList<>();

    /**
     * @param attempts every call, in the order in which their outcomes were stored
     * @param posted every message about the session at the destination, deleted ones included
     */
    NotificationRules(Broadcast broadcast, ChaosDestination destination, List<Attempt> attempts, List<Posted> posted) {
        this.broadcast = broadcast;
        this.destination = destination;
        this.attempts = attempts;
        this.posted = posted;
    }

    /** What is wrong with a destination that worked all the time. */
    List<String> brokenAtWorking(Optional<NotificationRow> row) {
        row.ifPresentOrElse(this::checkAll, () -> say("it was never told"));
        return List.copyOf(broken);
    }

    /** What is wrong with a destination that was deleted at the receiver meanwhile: only that nothing is posted too often. */
    List<String> brokenAtDeleted(Optional<NotificationRow> row) {
        row.ifPresent(this::checkPosts);
        if (row.isEmpty() && !posted.isEmpty()) {
            say("posted without a row: " + posted);
        }
        return List.copyOf(broken);
    }

    private void checkAll(NotificationRow row) {
        checkPosts(row);
        if (calledAfter(Attempt.POST_LIVE, Attempt::tellsEnd)) {
            say("a live message was posted after the end had been told");
        }
        checkLiveState(row);
        switch (destination.atEnd()) {
            case EDIT -> {
                checkEnded(row);
                if (row.liveMessageId() != null && !row.liveMessageId().equals(row.endedMessageId())) {
                    checkGone(row.liveMessageId());
                }
            }
            case SECOND_POST -> {
                checkEnded(row);
                if (row.liveMessageId() != null) {
                    checkLive(row.liveMessageId());
                }
            }
            case DELETE -> {
                if (!row.ended().equals("DELETED") && !row.ended().equals("SKIPPED")) {
                    say("the end was to be told by a deletion and is " + row.ended());
                }
                if (attempts.stream().anyMatch(attempt -> attempt.step().equals(Attempt.POST_ENDED))) {
                    say("the end was to be told by a deletion and was posted");
                }
                if (row.liveMessageId() != null) {
                    checkGone(row.liveMessageId());
                }
            }
        }
    }

    private void checkPosts(NotificationRow row) {
        if (!row.state().equals("SETTLED")) {
            say("its row is still " + row.state());
        }
        checkPosts(row, Attempt.POST_LIVE, true);
        checkPosts(row, Attempt.POST_ENDED, false);
    }

    /** The policy is kept, and what stands without an answer stands because of a call without one. */
    private void checkPosts(NotificationRow row, String step, boolean live) {
        long mayHavePosted = attempts.stream()
                .filter(attempt -> attempt.step().equals(step) && attempt.mayHavePosted())
                .count();
        if (mayHavePosted > destination.onUnknown().mostPosts()) {
            say("%d calls may have posted by %s".formatted(mayHavePosted, step));
        }
        if (destination.onUnknown() == OnUnknown.NEVER
                && calledAfter(step, earlier -> earlier.step().equals(step) && earlier.isUnknown())) {
            say(step + " was called again after an unknown outcome");
        }
        List<Posted> unanswered = posted.stream()
                .filter(message -> message.claimsLive() == live && !row.knows(message.id()))
                .toList();
        if (unanswered.size() > unknown(step)) {
            say("%d calls by %s are of unknown outcome, and there is %s".formatted(unknown(step), step, unanswered));
        }
    }

    /** Whether that step was called after another call like that. */
    private boolean calledAfter(String step, Predicate<Attempt> before) {
        boolean seen = false;
        for (Attempt attempt : attempts) {
            if (seen && attempt.step().equals(step)) {
                return true;
            }
            seen |= before.test(attempt);
        }
        return false;
    }

    private long unknown(String step) {
        return attempts.stream()
                .filter(attempt -> attempt.step().equals(step) && attempt.isUnknown())
                .count();
    }

    private void checkLiveState(NotificationRow row) {
        boolean right =
                switch (row.live()) {
                    case "SENT", "DELETED" -> row.liveMessageId() != null;
                    // The end came first. What may stand was not skipped.
                    case "SKIPPED" -> row.liveMessageId() == null && unknown(Attempt.POST_LIVE) == 0;
                    case "UNKNOWN" -> unknown(Attempt.POST_LIVE) > 0;
                    default -> false;
                };
        if (!right) {
            say("its live message is %s (%s)".formatted(row.live(), row.liveMessageId()));
        }
    }

    private void checkEnded(NotificationRow row) {
        if (row.ended().equals("UNKNOWN") && unknown(Attempt.POST_ENDED) > 0) {
            return;
        }
        if (!row.ended().equals("SENT") || row.endedMessageId() == null) {
            say("its end is %s (%s)".formatted(row.ended(), row.endedMessageId()));
            return;
        }
        Posted message = standing(row.endedMessageId());
        if (message == null) {
            return;
        }
        if (message.claimsLive()) {
            say("still claims to be live: " + message);
        } else if (!message.title().equals(broadcast.finalTitle())) {
            say("the title is not '%s': %s".formatted(broadcast.finalTitle(), message));
        } else if (!showsFinalFigures(message)) {
            say("not %s: %s".formatted(broadcast.finalFields(), message));
        }
    }

    private boolean showsFinalFigures(Posted message) {
        Map<String, String> wanted = broadcast.finalFields();
        return wanted.entrySet().stream()
                .allMatch(field -> field.getValue().equals(message.fields().get(field.getKey())));
    }

    private void checkLive(String messageId) {
        Posted message = standing(messageId);
        if (message != null && !(message.claimsLive() && broadcast.titles().contains(message.title()))) {
            say("not the live message of this session: " + message);
        }
    }

    private void checkGone(String messageId) {
        posted.stream()
                .filter(message -> message.id().equals(messageId) && message.stands())
                .forEach(message -> say("should not stand any more: " + message));
    }

    private @Nullable Posted standing(String messageId) {
        for (Posted message : posted) {
            if (message.id().equals(messageId) && message.stands()) {
                return message;
            }
        }
        say("the notifier believes in message %s, which does not stand".formatted(messageId));
        return null;
    }

    private void say(String what) {
        broken.add("session %d at %s: %s".formatted(broadcast.number(), destination, what));
    }
}
