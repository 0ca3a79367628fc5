package dev.onstage.webhookingest.journal;

import dev.onstage.support.problem.AbsentServer;
import dev.onstage.support.problem.ProblemException;
import dev.onstage.support.problem.ProblemType;
import io.vertx.pgclient.PgException;

/** Failures of the database that are nobody's mistake, in the words of an answer. */
public final class DatabaseAway {
    private static final int RETRY_SECONDS = 2;
    private static final String CANCELLED = "57014";

    private DatabaseAway() {}

    /** The problem to answer with; anything else unchanged. */
    public static Throwable explain(Throwable failure) {
        if (failure instanceof PgException refusal && CANCELLED.equals(refusal.getSqlState())) {
            return overloaded("The journal took too long to answer.", "Ask for a shorter range of time.");
        }
        if (AbsentServer.isBehind(failure)) {
            return overloaded(
                    "The journal's database does not answer. Deliveries are taken all the same.",
                    "Try again; if it goes on, look at the log of this service.");
        }
        return failure;
    }

    /** The problem before the database was reached for the first time. */
    public static ProblemException notYet() {
        return overloaded("The journal's database was not reached yet.", "Try again in a moment.");
    }

    private static ProblemException overloaded(String detail, String fix) {
        return new ProblemException(ProblemType.OVERLOADED, detail)
                .with(ProblemException.RETRY_AFTER_SECONDS, RETRY_SECONDS)
                .fix(fix);
    }
}
