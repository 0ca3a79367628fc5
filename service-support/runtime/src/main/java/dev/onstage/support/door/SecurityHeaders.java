package dev.onstage.support.door;

import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpHeaders;
import jakarta.enterprise.context.ApplicationScoped;
import java.net.URI;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * What every answer tells a browser, errors too: to believe the content type, to keep nothing, to show it in no frame and to
 * run nothing that it holds. Set before a request is looked at; a resource that may be kept says so itself.
 */
@ApplicationScoped
class SecurityHeaders {
    private static final CharSequence NO_SNIFF = HttpHeaders.createOptimized("nosniff");
    private static final CharSequence NO_STORE = HttpHeaders.createOptimized("no-store");
    private static final CharSequence NO_REFERRER = HttpHeaders.createOptimized("no-referrer");
    private static final CharSequence NOTHING =
            HttpHeaders.createOptimized("default-src 'none'; frame-ancestors 'none'");
    private static final CharSequence ONE_YEAR = HttpHeaders.createOptimized("max-age=31536000");

    private static final CharSequence CONTENT_TYPE_OPTIONS = HttpHeaders.createOptimized("X-Content-Type-Options");
    private static final CharSequence REFERRER_POLICY = HttpHeaders.createOptimized("Referrer-Policy");
    private static final CharSequence CONTENT_POLICY = HttpHeaders.createOptimized("Content-Security-Policy");
    private static final CharSequence TRANSPORT_SECURITY = HttpHeaders.createOptimized("Strict-Transport-Security");

    private final boolean behindTls;

    SecurityHeaders(@ConfigProperty(name = "onstage.public-url") URI publicUrl) {
        this.behindTls = "https".equalsIgnoreCase(publicUrl.getScheme());
    }

    void set(MultiMap headers) {
        headers.set(CONTENT_TYPE_OPTIONS, NO_SNIFF);
        headers.set(HttpHeaders.CACHE_CONTROL, NO_STORE);
        headers.set(REFERRER_POLICY, NO_REFERRER);
        headers.set(CONTENT_POLICY, NOTHING);
        if (behindTls) {
            headers.set(TRANSPORT_SECURITY, ONE_YEAR);
        }
    }
}
