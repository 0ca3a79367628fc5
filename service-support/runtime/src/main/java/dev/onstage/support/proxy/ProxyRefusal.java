package dev.onstage.support.proxy;

import io.netty.handler.proxy.ProxyConnectException;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Says in words that a proxy did not let a call through, without its address and without the password. */
public final class ProxyRefusal {
    /** The status by which a proxy asks for a name and a password; no other server sends it. */
    public static final int AUTHENTICATION_REQUIRED = 407;

    /** The client tells the status in its text alone. */
    private static final Pattern STATUS = Pattern.compile("status: (\\d{3})");

    private ProxyRefusal() {}

    /** What the proxy said, as a sentence; empty when a call failed for another reason. */
    public static Optional<String> of(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof ProxyConnectException refused) {
                return Optional.of(sentence(refused.getMessage()));
            }
        }
        return Optional.empty();
    }

    /** The same for an answer: of a server that is called without TLS the proxy's own answer takes the place. */
    public static Optional<String> of(int status) {
        return status == AUTHENTICATION_REQUIRED ? Optional.of(authentication()) : Optional.empty();
    }

    private static String sentence(@Nullable String text) {
        Matcher status = STATUS.matcher(text == null ? "" : text);
        if (!status.find()) {
            return "The proxy did not make a connection.";
        }
        return of(Integer.parseInt(status.group(1)))
                .orElse("The proxy did not make a connection (%s).".formatted(status.group(1)));
    }

    private static String authentication() {
        return "The proxy does not take quarkus.proxy.username and quarkus.proxy.password (407).";
    }
}
