package dev.onstage.endtoend;

import dev.onstage.localstack.topology.RouteTable;
import dev.onstage.localstack.topology.ServiceKind;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;

/**
 * Who may call what, one line for each endpoint:
 *
 * <ul>
 *   <li>{@code ok}: neither 401 nor 403; what was sent cannot be understood, so mostly 400.
 *   <li>{@code 401}, {@code 403}.
 *   <li>{@code 404}: it is there, and this caller is not told.
 * </ul>
 *
 * The last column has the scopes of the API tokens that reach it, and get what their owner gets: {@code -} for none of them,
 * {@code any} where nobody is asked who they are.
 */
final class AccessMatrix {

    /** Method, path, what each of {@link Caller} gets, in their order, and which API tokens reach it. */
    private static final String TABLE = """
            method path                                                                            out ended none mod  other owner oper scopes
            GET    /.well-known/jwks.json                                                          ok  ok    ok   ok   ok    ok    ok   any
            GET    /api/setup                                                                      ok  ok    ok   ok   ok    ok    ok   any
            POST   /api/setup                                                                      ok  ok    ok   ok   ok    ok    ok   any
            GET    /api/auth/me                                                                    401 401   ok   ok   ok    ok    ok   -
            GET    /api/auth/session                                                               ok  ok    ok   ok   ok    ok    ok   any
            POST   /api/auth/sign-in                                                               ok  ok    ok   ok   ok    ok    ok   any
            POST   /api/auth/refresh                                                               ok  ok    ok   ok   ok    ok    ok   any
            POST   /api/auth/sign-out                                                              ok  ok    ok   ok   ok    ok    ok   any
            POST   /api/auth/token                                                                 ok  ok    ok   ok   ok    ok    ok   any
            POST   /api/auth/password                                                              401 401   ok   ok   ok    ok    ok   -
            GET    /api/auth/logins                                                                401 401   ok   ok   ok    ok    ok   -
            DELETE /api/auth/logins/{loginId}                                                      401 401   ok   ok   ok    ok    ok   -
            POST   /api/auth/sign-out-everywhere                                                   401 401   ok   ok   ok    ok    ok   -
            POST   /api/auth/password-reset                                                        ok  ok    ok   ok   ok    ok    ok   any
            POST   /api/auth/password-reset/finish                                                 ok  ok    ok   ok   ok    ok    ok   any
            POST   /api/auth/magic-link                                                            ok  ok    ok   ok   ok    ok    ok   any
            POST   /api/auth/magic-link/finish                                                     ok  ok    ok   ok   ok    ok    ok   any
            GET    /api/auth/passkeys                                                              401 401   ok   ok   ok    ok    ok   -
            POST   /api/auth/passkeys                                                              401 401   ok   ok   ok    ok    ok   -
            POST   /api/auth/passkeys/registration                                                 401 401   ok   ok   ok    ok    ok   -
            DELETE /api/auth/passkeys/{passkeyId}                                                  401 401   ok   ok   ok    ok    ok   -
            POST   /api/auth/passkeys/sign-in                                                      ok  ok    ok   ok   ok    ok    ok   any
            POST   /api/auth/passkeys/sign-in/finish                                               ok  ok    ok   ok   ok    ok    ok   any
            GET    /api/accounts                                                                   401 401   403  403  403   403   ok   -
            PATCH  /api/accounts/me                                                                401 401   ok   ok   ok    ok    ok   -
            DELETE /api/accounts/{accountId}                                                       401 401   403  403  403   403   ok   -
            PUT    /api/accounts/{accountId}/operator                                              401 401   403  403  403   403   ok   -
            DELETE /api/accounts/{accountId}/operator                                              401 401   403  403  403   403   ok   -
            POST   /api/invites/{code}/accept                                                      ok  ok    ok   ok   ok    ok    ok   any
            GET    /api/tokens                                                                     401 401   ok   ok   ok    ok    ok   -
            POST   /api/tokens                                                                     401 401   ok   ok   ok    ok    ok   -
            DELETE /api/tokens/{tokenId}                                                           401 401   ok   ok   ok    ok    ok   -
            GET    /api/audit                                                                              401 401   403  403  403   403   ok   -
            GET    /api/channels                                                                   401 401   ok   ok   ok    ok    ok   -
            POST   /api/channels                                                                   401 401   403  403  403   403   ok   -
            GET    /api/channels/{channelId}                                                       401 401   403  403  403   ok    403  -
            PATCH  /api/channels/{channelId}                                                       401 401   403  403  403   ok    403  -
            POST   /api/channels/{channelId}/provision                                             401 401   403  403  403   ok    403  -
            GET    /api/channels/{channelId}/encoder                                               401 401   403  403  403   ok    403  -
            POST   /api/channels/{channelId}/encoder/rotate-key                                    401 401   403  403  403   ok    403  -
            POST   /api/channels/{channelId}/encoder/keys                                          401 401   403  403  403   ok    403  -
            DELETE /api/channels/{channelId}/encoder/keys/{keyId}                                  401 401   403  403  403   ok    403  -
            GET    /api/channels/{channelId}/members                                               401 401   403  403  403   ok    ok   -
            GET    /api/channels/{channelId}/members/{accountId}                                   401 401   403  403  403   ok    ok   -
            PUT    /api/channels/{channelId}/members/{accountId}                                   401 401   403  403  403   ok    ok   -
            DELETE /api/channels/{channelId}/members/{accountId}                                   401 401   403  403  403   ok    ok   -
            GET    /api/channels/{channelId}/invites                                               401 401   403  ok   403   ok    ok   -
            POST   /api/channels/{channelId}/invites                                               401 401   403  ok   403   ok    ok   -
            DELETE /api/channels/{channelId}/invites/{inviteId}                                    401 401   403  ok   403   ok    ok   -
            DELETE /api/channels/{channelId}/invited/{accountId}                                   401 401   403  ok   403   ok    ok   -
            GET    /api/channels/{channelId}/bans                                                  401 401   403  ok   403   ok    ok   -
            POST   /api/channels/{channelId}/bans/{accountId}                                      401 401   403  ok   403   ok    ok   -
            DELETE /api/channels/{channelId}/bans/{accountId}                                      401 401   403  ok   403   ok    ok   -
            POST   /api/channels/{channelId}/go-live                                               401 401   403  403  403   ok    403  broadcast:control
            POST   /api/channels/{channelId}/stop-live                                             401 401   403  403  403   ok    403  broadcast:control,broadcast:end
            POST   /api/channels/{channelId}/force-end                                             401 401   403  403  403   ok    403  broadcast:control,broadcast:end
            GET    /api/channels/{channelId}/broadcast                                             401 401   403  403  403   ok    403  broadcast:read
            GET    /api/channels/{channelId}/broadcast/events                                      401 401   403  403  403   ok    403  broadcast:read
            GET    /api/channels/{channelId}/live                                                  ok  ok    ok   ok   ok    ok    ok   any
            GET    /api/channels/{channelId}/live/events                                           ok  ok    ok   ok   ok    ok    ok   any
            GET    /api/channels/{channelId}/viewer-access                                         401 401   ok   ok   ok    ok    ok   -
            GET    /api/stats/overview                                                             401 401   403  403  403   403   ok   stats:read
            GET    /api/stats/channels/{channelId}                                                 401 401   403  403  403   ok    403  stats:read
            GET    /api/stats/channels/{channelId}/sessions                                        401 401   403  403  403   ok    403  stats:read
            GET    /api/stats/channels/{channelId}/events                                          401 401   403  403  403   ok    403  stats:read
            GET    /api/stats/channels/{channelId}/export.csv                                      401 401   403  403  403   ok    403  stats:read
            GET    /api/stats/channels/{channelId}/export.json                                     401 401   403  403  403   ok    403  stats:read
            GET    /api/sessions/{sessionId}                                                       401 401   403  403  403   ok    403  stats:read
            GET    /api/sessions/{sessionId}/export.csv                                            401 401   403  403  403   ok    403  stats:read
            GET    /api/sessions/{sessionId}/export.json                                           401 401   403  403  403   ok    403  stats:read
            GET    /api/sessions/compare?a={sessionId}&b={sessionId}                               401 401   403  403  403   ok    403  stats:read
            GET    /api/notifications/channels/{channelId}                                         401 401   403  403  403   ok    403  notifications:read
            GET    /api/notifications/channels/{channelId}/{destinationId}                         401 401   403  403  403   ok    403  notifications:read
            PUT    /api/notifications/channels/{channelId}/{destinationId}                         401 401   403  403  403   ok    403  -
            DELETE /api/notifications/channels/{channelId}/{destinationId}                         401 401   403  403  403   ok    403  -
            POST   /api/notifications/channels/{channelId}/{destinationId}/preview                 401 401   403  403  403   ok    403  -
            POST   /api/notifications/channels/{channelId}/{destinationId}/test                    401 401   403  403  403   ok    403  -
            GET    /api/notifications/channels/{channelId}/{destinationId}/deliveries              401 401   403  403  403   ok    403  notifications:read
            POST   /api/notifications/channels/{channelId}/{destinationId}/deliveries/{sessionId}/retry 401 401   403  403  403   ok    403  -
            GET    /api/webhooks/deliveries?channel={channelId}                                    401 401   403  403  403   ok    ok   deliveries:read
            GET    /api/webhooks/deliveries/{deliveryId}                                           401 401   404  404  404   ok    ok   -
            POST   /api/webhooks/deliveries/replay                                                 401 401   403  403  403   ok    ok   -
            GET    /api/webhooks/health?channel={channelId}                                        401 401   403  403  403   ok    ok   deliveries:read
            POST   /api/webhooks/getstream                                                         401 401   401  401  401   401   401  any
            """;

    /**
     * What is sent where whose something is stands in the body; it changes nothing either. Everybody else sends what cannot be
     * understood.
     */
    private static final Map<String, String> BODIES = Map.of(
            "POST /api/webhooks/deliveries/replay",
            "{\"filter\":{\"channel\":\"" + AccessMatrixCast.CHANNEL + "\"},\"dryRun\":true}");

    static final List<String> SCOPES = List.of(
            "broadcast:read",
            "broadcast:control",
            "broadcast:end",
            "stats:read",
            "notifications:read",
            "deliveries:read");

    private static final String NONSENSE = "[]";

    /** Somebody, in the order of the columns. */
    enum Caller {
        SIGNED_OUT,
        SIGNED_OUT_SINCE,
        NO_ROLE,
        MODERATOR,
        OTHER_BROADCASTER,
        BROADCASTER,
        OPERATOR
    }

    /** What somebody gets. */
    enum Expected {
        ALLOWED("ok"),
        UNAUTHENTICATED("401"),
        FORBIDDEN("403"),
        HIDDEN("404");

        private final String text;

        Expected(String text) {
            this.text = text;
        }

        String text() {
            return text;
        }

        boolean allows(int status) {
            return this == ALLOWED ? status != 401 && status != 403 && status < 500 : text.equals("" + status);
        }

        static Expected of(String text) {
            return Arrays.stream(values())
                    .filter(expected -> expected.text.equals(text))
                    .findFirst()
                    .orElseThrow(() -> new IllegalArgumentException(text));
        }
    }

    /** One endpoint. */
    record Row(String method, String path, Map<Caller, Expected> outcomes, String scopes) {

        /** As the services' documents have it. */
        String operation() {
            return method + " " + template();
        }

        String template() {
            return path.replaceFirst("\\?.*", "");
        }

        Expected expected(Caller caller) {
            return Objects.requireNonNull(outcomes.get(caller));
        }

        /** What an API token with that scope gets, whose owner is that caller. */
        Expected expected(Caller owner, String scope) {
            return scopes.equals("any") || Arrays.asList(scopes.split(",")).contains(scope)
                    ? expected(owner)
                    : Expected.FORBIDDEN;
        }

        ServiceKind service() {
            return RouteTable.serviceOf(template().replaceAll("\\{[^}]+}", "x")).orElseThrow();
        }

        boolean hasBody() {
            return !method.equals("GET") && !method.equals("DELETE");
        }

        String body() {
            return BODIES.getOrDefault(operation(), NONSENSE);
        }

        private static Row of(String line) {
            Iterator<String> cells = Arrays.asList(line.trim().split("\\s+")).iterator();
            String method = cells.next();
            String path = cells.next();
            Map<Caller, Expected> outcomes = new EnumMap<>(Caller.class);
            for (Caller caller : Caller.values()) {
                outcomes.put(caller, Expected.of(cells.next()));
            }
            String scopes = cells.next();
            if (cells.hasNext()) {
                throw new IllegalArgumentException(method + " " + path + " has more outcomes than there are callers");
            }
            return new Row(method, path, outcomes, scopes);
        }
    }

    private AccessMatrix() {}

    static List<Row> rows() {
        return TABLE.lines().skip(1).map(Row::of).collect(Collectors.toUnmodifiableList());
    }
}
