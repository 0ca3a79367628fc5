package dev.onstage.streamcontrol.account;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.core.NewCookie;
import jakarta.ws.rs.core.NewCookie.SameSite;
import java.net.URI;
import java.time.Duration;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** The two cookies of a browser. Scripts cannot read them, other sites cannot post with them. */
@ApplicationScoped
class SessionCookies {

    static final String ACCESS = "onstage_access";
    static final String REFRESH = "onstage_refresh";

    /** The refresh token travels only where it is used. */
    private static final String REFRESH_PATH = "/api/auth";

    private final boolean secure;

    SessionCookies(@ConfigProperty(name = "onstage.public-url") URI publicUrl) {
        this.secure = "https".equals(publicUrl.getScheme());
    }

    NewCookie[] signedIn(SignedInSession session) {
        return new NewCookie[] {
            cookie(ACCESS, "/", session.accessToken(), session.accessLifetime()),
            cookie(REFRESH, REFRESH_PATH, session.refreshToken(), session.refreshLifetime())
        };
    }

    NewCookie[] signedOut() {
        return new NewCookie[] {cookie(ACCESS, "/", "", Duration.ZERO), cookie(REFRESH, REFRESH_PATH, "", Duration.ZERO)
        };
    }

    private NewCookie cookie(String name, String path, String value, Duration lifetime) {
        return new NewCookie.Builder(name)
                .value(value)
                .path(path)
                .maxAge(Math.toIntExact(lifetime.toSeconds()))
                .httpOnly(true)
                .sameSite(SameSite.LAX)
                .secure(secure)
                .build();
    }
}
