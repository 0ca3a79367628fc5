package dev.onstage.notifier.destination;

import dev.onstage.notifier.template.MessageTemplate;
import dev.onstage.support.problem.ProblemException;
import dev.onstage.support.problem.ProblemType;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a request makes of a destination: what is null keeps its value, what is empty goes back to the default.
 *
 * @param request what was asked for
 * @param kind the kind it names
 * @param address the address it brings, null to keep the one there is
 * @param basedOn the version of the address that it was made from, null when it was made anew
 */
record DestinationChange(
        DestinationRequest request,
        DestinationKind kind,
        @Nullable Address address,
        @Nullable Long basedOn) {
    /**
     * Everything the receiver would not take is refused at once, each with its field. Looks that stay as they are were checked
     * when they were saved: a rule that is newer must not keep a destination from being switched off.
     */
    Presentation presentation(Presentation present) {
        String thread = request.threadId() != null || address == null
                ? request.threadId()
                : Optional.ofNullable(address.threadId()).orElse("");
        Presentation wanted = new Presentation(
                changed(present.ping(), request.ping()),
                changed(present.username(), request.username()),
                changed(present.avatarUrl(), request.avatarUrl()),
                changed(present.threadId(), thread),
                changed(present.threadName(), request.threadName()),
                template(present.template(), request.template()));
        List<Violation> violations = violations(present, wanted);
        if (!violations.isEmpty()) {
            throw refused(violations);
        }
        return wanted;
    }

    private List<Violation> violations(Presentation present, Presentation wanted) {
        List<Violation> violations = new ArrayList<>();
        if (!kind.canEdit() && request.atEnd() != null && request.atEnd() != AtEnd.SECOND_POST) {
            violations.add(new Violation(
                    "atEnd", "can only be SECOND_POST: what was sent to this kind of destination cannot be changed"));
        }
        if (!wanted.equals(present)) {
            violations.addAll(kind.check(wanted));
        }
        return violations;
    }

    /** Whether messages go to another address from here on. */
    boolean isNewAddress() {
        return address != null && basedOn == null;
    }

    /** The row as it becomes, its address and presentation apart. */
    void applyTo(DestinationEntity entity) {
        if (basedOn != null && basedOn != entity.addressVersion) {
            throw new ProblemException(ProblemType.CONFLICT, "The address of this destination was changed meanwhile.")
                    .fix("Save the signing secret again.");
        }
        entity.kind = request.kind();
        boolean wasEnabled = entity.enabled;
        boolean isCured = address != null && entity.switchedOffReason != null;
        entity.enabled = orElse(request.enabled(), wasEnabled || isCured);
        if (entity.enabled && (address != null || !wasEnabled)) {
            entity.switchedOffReason = null;
            entity.switchedOffAt = null;
            entity.refusals = 0;
        }
        entity.notifyOnLive = orElse(request.notifyOnLive(), entity.notifyOnLive);
        entity.notifyOnEnd = orElse(request.notifyOnEnd(), entity.notifyOnEnd);
        entity.atEnd = kind.canEdit() ? orElse(request.atEnd(), entity.atEnd) : AtEnd.SECOND_POST;
        entity.onUnknown = orElse(request.onUnknown(), entity.onUnknown);
        entity.coolDownSeconds = orElse(request.coolDownSeconds(), entity.coolDownSeconds);
    }

    /** What is stored for one kind means nothing to another. */
    static void refuseOtherKind(DestinationEntity entity, DestinationKind kind) {
        if (!entity.kind.equals(kind.kind())) {
            throw new ProblemException(ProblemType.DESTINATION_INVALID, "The kind of a destination cannot be changed.")
                    .fix("Create another destination, or delete this one first.");
        }
    }

    private static ProblemException refused(List<Violation> violations) {
        List<Map<String, String>> errors = violations.stream()
                .map(violation -> Map.of("field", violation.field(), "message", violation.message()))
                .toList();
        Violation first = violations.get(0);
        return new ProblemException(ProblemType.DESTINATION_INVALID, first.field() + " " + first.message() + ".")
                .with("errors", errors)
                .fix("Change the fields that are named, then save again.");
    }

    private static MessageTemplate template(MessageTemplate present, @Nullable MessageTemplate wanted) {
        return Optional.ofNullable(wanted).orElse(present);
    }

    private static @Nullable String changed(@Nullable String present, @Nullable String wanted) {
        if (wanted == null) {
            return present;
        }
        return wanted.isEmpty() ? null : wanted.strip();
    }

    private static <T> T orElse(@Nullable T value, T otherwise) {
        return value == null ? otherwise : value;
    }
}
