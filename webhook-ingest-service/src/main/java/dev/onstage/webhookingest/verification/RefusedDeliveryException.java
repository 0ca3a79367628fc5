package dev.onstage.webhookingest.verification;

import dev.onstage.support.problem.ProblemException;
import dev.onstage.support.problem.ProblemType;

/**
 * What the sender did not prove to be a delivery. The answer to everything that is not signed as it should be is the same,
 * whatever was wrong: it must not help anybody guess. The {@link #reason()} is for metrics and the operator.
 */
public class RefusedDeliveryException extends ProblemException {
    private static final int ONE_SECOND = 1;

    private final RefusalReason reason;

    private RefusedDeliveryException(RefusalReason reason, ProblemType type, String detail) {
        super(type, detail);
        this.reason = reason;
    }

    /** Answered 401, always with the same words. */
    public static RefusedDeliveryException notSigned(RefusalReason reason) {
        RefusedDeliveryException refused = new RefusedDeliveryException(
                reason, ProblemType.SIGNATURE_INVALID, "This is not a delivery signed by the provider.");
        refused.fix("Check onstage.getstream.secrets: the api key of X-Api-Key with its current secret.");
        return refused;
    }

    /** Answered 400: it does not matter who sent it, for nobody could read it. */
    public static RefusedDeliveryException damaged(String detail) {
        RefusedDeliveryException refused =
                new RefusedDeliveryException(RefusalReason.DAMAGED, ProblemType.PAYLOAD_MALFORMED, detail);
        refused.fix("Send the body as it was signed: JSON, plain or packed once with gzip.");
        return refused;
    }

    /** Answered 413. */
    public static RefusedDeliveryException tooLarge(String detail) {
        return new RefusedDeliveryException(RefusalReason.TOO_LARGE, ProblemType.PAYLOAD_TOO_LARGE, detail);
    }

    /** Answered 408. */
    public static RefusedDeliveryException tooSlow() {
        return new RefusedDeliveryException(
                RefusalReason.TOO_SLOW, ProblemType.REQUEST_TIMEOUT, "The body did not arrive in time.");
    }

    /** Not answered: nobody is there. */
    public static RefusedDeliveryException cutOff() {
        return new RefusedDeliveryException(
                RefusalReason.CUT_OFF, ProblemType.INVALID_REQUEST, "The body did not arrive in full.");
    }

    /** Answered 503 with {@code Retry-After}. */
    public static RefusedDeliveryException overloaded(String detail) {
        RefusedDeliveryException refused =
                new RefusedDeliveryException(RefusalReason.OVERLOADED, ProblemType.OVERLOADED, detail);
        refused.with(ProblemException.RETRY_AFTER_SECONDS, ONE_SECOND).fix("Send it again: nothing was acknowledged.");
        return refused;
    }

    /** Why, for metrics and the operator. */
    public RefusalReason reason() {
        return reason;
    }
}
