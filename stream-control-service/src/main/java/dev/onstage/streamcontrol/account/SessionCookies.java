package dev.onstage.streamcontrol.account;

import dev.onstage.streamcontrol.account.code.OneTimeCodes;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.core.NewCookie;
import jakarta.ws.rs.core.NewCookie.SameSite;
import java.net.URI;
import java.time.Duration;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** The cookies of a browser: two of who is signed in, and one of who has asked for a mail or was sent to another issuer. Scripts cannot read them, other sites cannot post with them. */
@ApplicationScoped
public class SessionCookies {

    static final String ACCESS = "onstage_access";
    static final String REFRESH = "onstage_refresh";

    public static final String ASKED = "onstage_asked";

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

    NewCookie asked(String secret) {
        return cookie(ASKED, REFRESH_PATH, secret, OneTimeCodes.LIFETIME);
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
