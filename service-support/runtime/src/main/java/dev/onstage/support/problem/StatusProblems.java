package dev.onstage.support.problem;

/** Problems for what the framework refuses with a status and nothing else. */
public final class StatusProblems {
    private StatusProblems() {}

    /** The problem that belongs to a status of 400 or above. */
    public static ProblemException of(int status) {
        return switch (status) {
            case 401 ->
                new ProblemException(ProblemType.UNAUTHENTICATED, "This needs a signed-in person.").fix("Sign in.");
            case 403 -> new ProblemException(ProblemType.FORBIDDEN, "This account may not do that.");
            case 404 -> new ProblemException(ProblemType.NOT_FOUND, "There is nothing at this address.");
            case 405 -> new ProblemException(ProblemType.METHOD_NOT_ALLOWED, "This address does not take this method.");
            case 406 ->
                new ProblemException(ProblemType.NOT_ACCEPTABLE, "The answer cannot be given in the form asked for.")
                        .fix("Ask for application/json, or leave the header Accept out.");
            case 408 ->
                new ProblemException(ProblemType.REQUEST_TIMEOUT, "The request did not arrive in time.")
                        .fix("Send it again.");
            case 413 ->
                new ProblemException(ProblemType.PAYLOAD_TOO_LARGE, "The request body is too large.")
                        .fix("Send less in one request.");
            case 415 ->
                new ProblemException(
                                ProblemType.UNSUPPORTED_MEDIA_TYPE, "The body has a content type that is not read.")
                        .fix("Send application/json.");
            case 503 ->
                new ProblemException(ProblemType.OVERLOADED, "There is too much to do at the moment.")
                        .fix("Try again in a moment.");
            default ->
                status < 500
                        ? new ProblemException(ProblemType.INVALID_REQUEST, "The request cannot be served.")
                        : new ProblemException(
                                        ProblemType.INTERNAL, "The request could not be completed. It was logged.")
                                .fix("Try again; if it goes on, look at the log of this service.");
        };
    }
}
