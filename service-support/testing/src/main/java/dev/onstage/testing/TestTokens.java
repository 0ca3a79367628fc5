package dev.onstage.testing;

import com.sun.net.httpserver.HttpServer;
import io.smallrye.jwt.algorithm.SignatureAlgorithm;
import io.smallrye.jwt.build.Jwt;
import io.smallrye.jwt.build.JwtClaimsBuilder;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.security.PrivateKey;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jose4j.jwk.EcJwkGenerator;
import org.jose4j.jwk.EllipticCurveJsonWebKey;
import org.jose4j.jwk.JsonWebKey;
import org.jose4j.jwk.JsonWebKey.OutputControlLevel;
import org.jose4j.jwk.JsonWebKeySet;
import org.jose4j.jwk.PublicJsonWebKey;
import org.jose4j.keys.EllipticCurves;
import org.jose4j.lang.JoseException;
import org.jspecify.annotations.Nullable;

/**
 * Access tokens as stream-control issues them, signed with a key of this JVM whose public half is served as JWKS.
 *
 * <pre>{@code String token = TestTokens.user("a-1").broadcasterOf("main").operator().sign();}</pre>
 */
public final class TestTokens {
    private static final String KEY_ID = "test-key";
    private static final Duration VALIDITY = Duration.ofMinutes(5);
    private static final Duration LOGIN_VALIDITY = Duration.ofDays(1);

    private final String accountId;
    private final Set<String> groups = new LinkedHashSet<>(Set.of("user"));
    private final Map<String, Object> channels = new LinkedHashMap<>();
    private String issuer = "onstage";
    private Instant expiresAt = Instant.now().plus(VALIDITY);
    private long rolesVersion = Integer.MAX_VALUE;
    private @Nullable List<String> scopes;
    private Instant loginEndsAt = Instant.now().plus(LOGIN_VALIDITY);

    private TestTokens(String accountId) {
        this.accountId = accountId;
    }

    /** Begins a token for this account, group {@code user}, five minutes. */
    public static TestTokens user(String accountId) {
        return new TestTokens(accountId);
    }

    /** A ready token for the broadcaster of one channel. */
    public static String broadcaster(String channelId) {
        return user("broadcaster-of-" + channelId).broadcasterOf(channelId).sign();
    }

    /** A ready token for a viewer without any role. */
    public static String viewer() {
        return user("viewer").sign();
    }

    /** Makes the account own the channel. */
    public TestTokens broadcasterOf(String channelId) {
        channels.put(channelId, "broadcaster");
        return this;
    }

    /** Makes the account moderate the channel. */
    public TestTokens moderatorOf(String channelId) {
        channels.put(channelId, "moderator");
        return this;
    }

    /** Adds the group {@code operator}. */
    public TestTokens operator() {
        groups.add("operator");
        return this;
    }

    /** Sets another issuer: nobody should accept that. */
    public TestTokens issuedBy(String other) {
        issuer = other;
        return this;
    }

    /** Sets when the token expires. */
    public TestTokens expiringAt(Instant instant) {
        expiresAt = instant;
        return this;
    }

    /** Sets when the login session is over; a day from now unless set. */
    public TestTokens loginEndingAt(Instant instant) {
        loginEndsAt = instant;
        return this;
    }

    /** Sets the number of the roles that the token names; the latest unless set. */
    public TestTokens withRolesOf(long version) {
        rolesVersion = version;
        return this;
    }

    /** Makes it the token of an API token for nothing but these scopes. */
    public TestTokens withScopes(String... only) {
        scopes = List.of(only);
        return this;
    }

    /** The signed token. */
    public String sign() {
        JwtClaimsBuilder claims = Jwt.claims();
        if (scopes != null) {
            claims.claim("scopes", scopes);
        }
        return claims.issuer(issuer)
                .subject(accountId)
                .groups(groups)
                .claim("name", "Test " + accountId)
                .claim("sid", "login-" + accountId)
                .claim("channels", new HashMap<>(channels))
                .claim("roles_version", rolesVersion)
                .claim("login_ends_at", loginEndsAt.getEpochSecond())
                .issuedAt(Instant.now())
                .expiresAt(expiresAt)
                .jws()
                .algorithm(SignatureAlgorithm.ES256)
                .keyId(KEY_ID)
                .sign(signingKey());
    }

    /** Where the public key is served. */
    public static String jwksUrl() {
        return JvmWide.get("jwks-url", TestTokens::serveJwks);
    }

    private static PrivateKey signingKey() {
        return keyPair().getPrivateKey();
    }

    private static PublicJsonWebKey keyPair() {
        try {
            return PublicJsonWebKey.Factory.newPublicJwk(JvmWide.get("signing-key", TestTokens::newKeyPair));
        } catch (JoseException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String newKeyPair() {
        try {
            EllipticCurveJsonWebKey key = EcJwkGenerator.generateJwk(EllipticCurves.P256);
            key.setKeyId(KEY_ID);
            return key.toJson(OutputControlLevel.INCLUDE_PRIVATE);
        } catch (JoseException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String serveJwks() {
        byte[] document = new JsonWebKeySet(new JsonWebKey[] {keyPair()})
                .toJson(OutputControlLevel.PUBLIC_ONLY)
                .getBytes(StandardCharsets.UTF_8);
        try {
            HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
            server.createContext("/.well-known/jwks.json", exchange -> {
                exchange.sendResponseHeaders(200, document.length);
                try (OutputStream body = exchange.getResponseBody()) {
                    body.write(document);
                }
            });
            server.start();
            return "http://127.0.0.1:" + server.getAddress().getPort() + "/.well-known/jwks.json";
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
