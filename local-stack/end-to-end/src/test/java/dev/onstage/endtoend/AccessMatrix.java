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
 *   <li>{@code ok}: let in, with the status of the column {@code let-in}. That is 400 where what is sent cannot be understood,
 *       and 404 where the path names an id of nobody.
 *   <li>{@code 401}, {@code 403}.
 *   <li>{@code 404}: it is there, and this caller is not told.
 * </ul>
 *
 * The last column has the scopes of the API tokens that reach it, and get what their owner gets: {@code -} for none of them,
 * {@code any} where nobody is asked who they are.
 */
final class AccessMatrix {

    /** Method, path, what whoever is let in gets, what each of {@link Caller} gets, in their order, and which API tokens reach it. */
    private static final String TABLE = """
            method path                                                                                let-in out   ended none  inv   mod   other owner oper  scopes
            GET    /.well-known/jwks.json                                                              200   ok    ok    ok    ok    ok    ok    ok    ok    any
            GET    /api/setup                                                                          200   ok    ok    ok    ok    ok    ok    ok    ok    any
            POST   /api/setup                                                                          400   ok    ok    ok    ok    ok    ok    ok    ok    any
            GET    /api/auth/me                                                                        200   401   401   ok    ok    ok    ok    ok    ok    -
            GET    /api/auth/session                                                                   200   ok    ok    ok    ok    ok    ok    ok    ok    any
            POST   /api/auth/sign-in                                                                   400   ok    ok    ok    ok    ok    ok    ok    ok    any
            POST   /api/auth/refresh                                                                   400   ok    ok    ok    ok    ok    ok    ok    ok    any
            POST   /api/auth/sign-out                                                                  204   ok    ok    ok    ok    ok    ok    ok    ok    any
            POST   /api/auth/token                                                                     400   ok    ok    ok    ok    ok    ok    ok    ok    any
            POST   /api/auth/password                                                                  400   401   401   ok    ok    ok    ok    ok    ok    -
            GET    /api/auth/logins                                                                    200   401   401   ok    ok    ok    ok    ok    ok    -
            DELETE /api/auth/logins/{loginId}                                                          404   401   401   ok    ok    ok    ok    ok    ok    -
            POST   /api/auth/sign-out-everywhere                                                       400   401   401   ok    ok    ok    ok    ok    ok    -
            POST   /api/auth/password-reset                                                            400   ok    ok    ok    ok    ok    ok    ok    ok    any
            POST   /api/auth/password-reset/finish                                                     400   ok    ok    ok    ok    ok    ok    ok    ok    any
            POST   /api/auth/magic-link                                                                400   ok    ok    ok    ok    ok    ok    ok    ok    any
            POST   /api/auth/magic-link/finish                                                         400   ok    ok    ok    ok    ok    ok    ok    ok    any
            GET    /api/auth/passkeys                                                                  200   401   401   ok    ok    ok    ok    ok    ok    -
            POST   /api/auth/passkeys                                                                  400   401   401   ok    ok    ok    ok    ok    ok    -
            POST   /api/auth/passkeys/registration                                                     200   401   401   ok    ok    ok    ok    ok    ok    -
            DELETE /api/auth/passkeys/{passkeyId}                                                      404   401   401   ok    ok    ok    ok    ok    ok    -
            POST   /api/auth/passkeys/sign-in                                                          200   ok    ok    ok    ok    ok    ok    ok    ok    any
            POST   /api/auth/passkeys/sign-in/finish                                                   400   ok    ok    ok    ok    ok    ok    ok    ok    any
            GET    /api/accounts                                                                       200   401   401   403   403   403   403   403   ok    -
            PATCH  /api/accounts/me                                                                    400   401   401   ok    ok    ok    ok    ok    ok    -
            DELETE /api/accounts/{accountId}                                                           404   401   401   403   403   403   403   403   ok    -
            PUT    /api/accounts/{accountId}/operator                                                  404   401   401   403   403   403   403   403   ok    -
            DELETE /api/accounts/{accountId}/operator                                                  404   401   401   403   403   403   403   403   ok    -
            POST   /api/invites/{code}/accept                                                          400   ok    ok    ok    ok    ok    ok    ok    ok    any
            GET    /api/tokens                                                                         200   401   401   ok    ok    ok    ok    ok    ok    -
            POST   /api/tokens                                                                         400   401   401   ok    ok    ok    ok    ok    ok    -
            DELETE /api/tokens/{tokenId}                                                               404   401   401   ok    ok    ok    ok    ok    ok    -
            GET    /api/audit                                                                          200   401   401   403   403   403   403   403   ok    -
            GET    /api/channels                                                                       200   401   401   ok    ok    ok    ok    ok    ok    -
            POST   /api/channels                                                                       400   401   401   403   403   403   403   403   ok    -
            GET    /api/channels/{channelId}                                                           200   401   401   403   403   403   403   ok    403   -
            PATCH  /api/channels/{channelId}                                                           400   401   401   403   403   403   403   ok    403   -
            POST   /api/channels/{channelId}/provision                                                 200   401   401   403   403   403   403   ok    403   -
            GET    /api/channels/{channelId}/encoder                                                   200   401   401   403   403   403   403   ok    403   -
            POST   /api/channels/{channelId}/encoder/rotate-key                                        400   401   401   403   403   403   403   ok    403   -
            POST   /api/channels/{channelId}/encoder/keys                                              400   401   401   403   403   403   403   ok    403   -
            DELETE /api/channels/{channelId}/encoder/keys/{keyId}                                      404   401   401   403   403   403   403   ok    403   -
            GET    /api/channels/{channelId}/members                                                   200   401   401   403   403   403   403   ok    ok    -
            GET    /api/channels/{channelId}/members/{accountId}                                       404   401   401   403   403   403   403   ok    ok    -
            PUT    /api/channels/{channelId}/members/{accountId}                                       400   401   401   403   403   403   403   ok    ok    -
            DELETE /api/channels/{channelId}/members/{accountId}                                       404   401   401   403   403   403   403   ok    ok    -
            GET    /api/channels/{channelId}/invites                                                   200   401   401   403   403   ok    403   ok    ok    -
            POST   /api/channels/{channelId}/invites                                                   400   401   401   403   403   ok    403   ok    ok    -
            DELETE /api/channels/{channelId}/invites/{inviteId}                                        404   401   401   403   403   ok    403   ok    ok    -
            DELETE /api/channels/{channelId}/invited/{accountId}                                       404   401   401   403   403   ok    403   ok    ok    -
            GET    /api/channels/{channelId}/bans                                                      200   401   401   403   403   ok    403   ok    ok    -
            POST   /api/channels/{channelId}/bans/{accountId}                                          400   401   401   403   403   ok    403   ok    ok    -
            DELETE /api/channels/{channelId}/bans/{accountId}                                          404   401   401   403   403   ok    403   ok    ok    -
            POST   /api/channels/{channelId}/go-live                                                   400   401   401   403   403   403   403   ok    403   broadcast:control
            POST   /api/channels/{channelId}/stop-live                                                 409   401   401   403   403   403   403   ok    403   broadcast:control,broadcast:end
            POST   /api/channels/{channelId}/force-end                                                 200   401   401   403   403   403   403   ok    403   broadcast:control,broadcast:end
            GET    /api/channels/{channelId}/broadcast                                                 200   401   401   403   403   403   403   ok    403   broadcast:read
            GET    /api/channels/{channelId}/broadcast/events                                          200   401   401   403   403   403   403   ok    403   broadcast:read
            GET    /api/channels/{channelId}/live                                                      200   ok    ok    ok    ok    ok    ok    ok    ok    any
            GET    /api/channels/{channelId}/live/events                                               200   ok    ok    ok    ok    ok    ok    ok    ok    any
            GET    /api/channels/{channelId}/viewer-access                                             200   401   401   ok    ok    ok    ok    ok    ok    -
            GET    /api/stats/overview                                                                 200   401   401   403   403   403   403   403   ok    stats:read
            GET    /api/stats/channels/{channelId}                                                     200   401   401   403   403   403   403   ok    403   stats:read
            GET    /api/stats/channels/{channelId}/sessions                                            200   401   401   403   403   403   403   ok    403   stats:read
            GET    /api/stats/channels/{channelId}/events                                              200   401   401   403   403   403   403   ok    403   stats:read
            GET    /api/stats/channels/{channelId}/export.csv                                          200   401   401   403   403   403   403   ok    403   stats:read
            GET    /api/stats/channels/{channelId}/export.json                                         200   401   401   403   403   403   403   ok    403   stats:read
            GET    /api/sessions/{sessionId}                                                           200   401   401   403   403   403   403   ok    403   stats:read
            GET    /api/sessions/{sessionId}/export.csv                                                200   401   401   403   403   403   403   ok    403   stats:read
            GET    /api/sessions/{sessionId}/export.json                                               200   401   401   403   403   403   403   ok    403   stats:read
            GET    /api/sessions/compare?a={sessionId}&b={sessionId}                                   200   401   401   403   403   403   403   ok    403   stats:read
            GET    /api/notifications/channels/{channelId}                                             200   401   401   403   403   403   403   ok    403   notifications:read
            GET    /api/notifications/channels/{channelId}/{destinationId}                             200   401   401   403   403   403   403   ok    403   notifications:read
            PUT    /api/notifications/channels/{channelId}/{destinationId}                             400   401   401   403   403   403   403   ok    403   -
            DELETE /api/notifications/channels/{channelId}/{destinationId}                             404   401   401   403   403   403   403   ok    403   -
            POST   /api/notifications/channels/{channelId}/{destinationId}/preview                     400   401   401   403   403   403   403   ok    403   -
            POST   /api/notifications/channels/{channelId}/{destinationId}/test                        200   401   401   403   403   403   403   ok    403   -
            GET    /api/notifications/channels/{channelId}/{destinationId}/deliveries                  200   401   401   403   403   403   403   ok    403   notifications:read
            POST   /api/notifications/channels/{channelId}/{destinationId}/deliveries/{sessionId}/retry 409   401   401   403   403   403   403   ok    403   -
            GET    /api/webhooks/deliveries?channel={channelId}                                        200   401   401   403   403   403   403   ok    ok    deliveries:read
            GET    /api/webhooks/deliveries/{deliveryId}                                               200   401   401   404   404   404   404   ok    ok    -
            POST   /api/webhooks/deliveries/replay                                                     200   401   401   403   403   403   403   ok    ok    -
            GET    /api/webhooks/health?channel={channelId}                                            200   401   401   403   403   403   403   ok    ok    deliveries:read
            POST   /api/webhooks/getstream                                                             -     401   401   401   401   401   401   401   401   any
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
        INVITED,
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

        static Expected of(String text) {
            return Arrays.stream(values())
                    .filter(expected -> expected.text.equals(text))
                    .findFirst()
                    .orElseThrow(() -> new IllegalArgumentException(text));
        }
    }

    /** One endpoint. */
    record Row(String method, String path, String letIn, Map<Caller, Expected> outcomes, String scopes) {

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

        /** The status that is answered. */
        String status(Expected expected) {
            return expected == Expected.ALLOWED ? letIn : expected.text();
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
            String letIn = cells.next();
            Map<Caller, Expected> outcomes = new EnumMap<>(Caller.class);
            for (Caller caller : Caller.values()) {
                outcomes.put(caller, Expected.of(cells.next()));
            }
            String scopes = cells.next();
            if (cells.hasNext()) {
                throw new IllegalArgumentException(method + " " + path + " has more outcomes than there are callers");
            }
            return new Row(method, path, letIn, outcomes, scopes);
        }
    }

    private AccessMatrix() {}

    static List<Row> rows() {
        return TABLE.lines().skip(1).map(Row::of).collect(Collectors.toUnmodifiableList());
    }
}
