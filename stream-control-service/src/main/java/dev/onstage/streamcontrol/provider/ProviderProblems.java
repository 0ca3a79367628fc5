package dev.onstage.streamcontrol.provider;

import dev.onstage.support.problem.ProblemException;
import dev.onstage.support.problem.ProblemType;
import java.time.Duration;

/** A provider's failure as the problem a client sees. */
public final class ProviderProblems {

    private ProviderProblems() {}

    /** The problem document for a failure: what happened, the fix, and when to try again. */
    public static ProblemException of(ProviderException failure) {
        ProblemType type =
                switch (failure.kind()) {
                    case UNAVAILABLE -> ProblemType.PROVIDER_UNAVAILABLE;
                    case CREDENTIALS_REFUSED, NOT_FOUND, REJECTED -> ProblemType.PROVIDER_REFUSED;
                };
        ProblemException problem = new ProblemException(type, failure.what(), failure);
        String fix = failure.fix();
        if (fix != null) {
            problem.fix(fix);
        }
        Duration retryAfter = failure.retryAfter();
        if (retryAfter != null) {
            problem.with(ProblemException.RETRY_AFTER_SECONDS, retryAfter.toSeconds() + 1);
        }
        return problem;
    }
}
