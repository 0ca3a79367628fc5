package dev.onstage.support.problem;

import java.net.URI;
import java.util.Locale;

/** Every kind of refusal a client can meet. The slug is stable: clients decide by it. */
public enum ProblemType {
    NOT_PROVISIONED(409, "The stream is not set up yet"),
    ENCODER_NOT_CONNECTED(409, "No encoder is connected"),
    ALREADY_LIVE(409, "The stream is already live"),
    NOT_LIVE(409, "The stream is not live"),
    CHANNEL_BUSY(409, "Another command for this channel is in progress"),
    ACCESS_NOT_ENFORCED(409, "People may do more or less at GetStream than they should"),
    CALL_RETIRED(409, "GetStream has ended this call for good"),
    PROVIDER_UNAVAILABLE(503, "GetStream does not answer"),
    PROVIDER_REFUSED(502, "GetStream refused the request"),
    NOT_FOUND(404, "Not found"),
    FORBIDDEN(403, "Not allowed"),
    FOREIGN_ORIGIN(403, "The request comes from another page"),
    UNAUTHENTICATED(401, "Not signed in"),
    INVALID_REQUEST(400, "The request is not valid"),
    METHOD_NOT_ALLOWED(405, "This address does not take this method"),
    NOT_ACCEPTABLE(406, "The answer cannot be given in the form asked for"),
    UNSUPPORTED_MEDIA_TYPE(415, "The request has the wrong content type"),
    SETUP_DONE(409, "The first account exists already"),
    SETUP_TOKEN_INVALID(403, "The setup token is wrong"),
    SIGN_IN_FAILED(401, "Email address or password is wrong"),
    PASSWORD_WRONG(403, "The password is wrong"),
    SIGN_IN_TOO_OLD(403, "This needs a fresh sign-in"),
    PASSKEY_REFUSED(403, "The passkey was not accepted"),
    ISSUER_REFUSED(403, "The other issuer's answer was not accepted"),
    CODE_INVALID(403, "The code is not valid"),
    MAIL_NOT_CONFIGURED(503, "This install sends no mails"),
    TOO_MANY_ATTEMPTS(429, "Too many attempts"),
    TOO_MANY_STREAMS(429, "Too many event streams are open"),
    TOO_MANY_COMMANDS(429, "Too many commands in a short time"),
    SIGNATURE_INVALID(401, "The signature is wrong"),
    PAYLOAD_MALFORMED(400, "The payload cannot be read"),
    REQUEST_TIMEOUT(408, "The request did not arrive in time"),
    PAYLOAD_TOO_LARGE(413, "The payload is too large"),
    OVERLOADED(503, "Too much to do at the moment"),
    NOT_ANSWERED_IN_TIME(503, "The answer was not ready in time"),
    DESTINATION_INVALID(400, "The destination is not valid"),
    CONFLICT(409, "The request contradicts the present state"),
    INTERNAL(500, "Something went wrong here");

    private final int status;
    private final String title;
    private final String slug = name().toLowerCase(Locale.ROOT).replace('_', '-');

    ProblemType(int status, String title) {
        this.status = status;
        this.title = title;
    }

    /** Kebab-case name, for example {@code encoder-not-connected}. */
    public String slug() {
        return slug;
    }

    /** The HTTP status it is answered with. */
    public int status() {
        return status;
    }

    /** One line for a person, the same for every occurrence. */
    public String title() {
        return title;
    }

    /** The {@code type} member: {@code /problems/<slug>}. */
    public URI uri() {
        return URI.create("/problems/" + slug);
    }
}
