package dev.onstage.componenttests.encryption;

import java.util.Locale;
import java.util.regex.Pattern;

/** What is wrong with the settings of a client, and what it hears. */
enum Mistake {
    /** It trusts somebody else than the authority of the server's certificate. */
    STRANGER("PKIX path|SSL handshake failed"),
    /** It calls the server by a name that is not in the certificate. */
    NAME("No name matching localhost|hostname localhost could not be verified|SSL handshake failed"),
    /** It knows another password. */
    PASSWORD("password authentication failed|WRONGPASS|Authentication failed"),
    /** It does not speak TLS. A broker says nothing then, and the client stops waiting. */
    PLAIN("no encryption|Connection (reset|was closed)|CONNECTION_CLOSED|Timed out waiting for a node");

    private final Pattern refusal;

    Mistake(String refusal) {
        this.refusal = Pattern.compile(refusal);
    }

    /** The name of clients that make it. */
    String client() {
        return "mistake-" + name().toLowerCase(Locale.ROOT);
    }

    /** Whether that is why a client was refused. */
    boolean explains(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (refusal.matcher(cause.toString()).find()) {
                return true;
            }
        }
        return false;
    }
}
