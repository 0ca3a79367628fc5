package dev.onstage.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.onstage.endtoend.AccessMatrix.Caller;
import dev.onstage.endtoend.AccessMatrix.Expected;
import dev.onstage.endtoend.AccessMatrix.Row;
import dev.onstage.localstack.client.OnstageApi;
import dev.onstage.localstack.topology.Port;
import dev.onstage.localstack.topology.ServiceKind;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * Who may call what: every path and method of the services' own documents, by everybody, against {@link AccessMatrix}. What is
 * sent cannot be understood, so that whoever is refused is refused before anybody looks at it. Methods without a body are carried
 * out for who may, on a channel of this class alone.
 */
@OnStack
class AccessMatrixE2ET {

    private static final Set<String> METHODS = Set.of("get", "post", "put", "patch", "delete", "head", "options");

    /** To whom nothing but refusals are due almost everywhere. */
    private static final List<Caller> STRANGERS =
            List.of(Caller.SIGNED_OUT, Caller.NO_ROLE, Caller.INVITED, Caller.OTHER_BROADCASTER);

    @Test
    void shouldHaveARowForEachEndpointAndAnEndpointForEachRow(StackUnderTest stack) {
        Set<String> published = new TreeSet<>();
        for (ServiceKind service : ServiceKind.values()) {
            var past = new OnstageApi(stack.stack().service(service).managementUrl());
            JsonNode paths = past.get("/q/openapi?format=json").orThrow().path("paths");
            for (Map.Entry<String, JsonNode> path : paths.properties()) {
                for (Map.Entry<String, JsonNode> member : path.getValue().properties()) {
                    if (METHODS.contains(member.getKey())) {
                        published.add(member.getKey().toUpperCase(Locale.ROOT) + " " + path.getKey());
                    }
                }
            }
        }

        assertThat(AccessMatrix.rows().stream().map(Row::operation))
                .as("rows of AccessMatrix")
                .doesNotHaveDuplicates()
                .containsExactlyInAnyOrderElementsOf(published);
    }

    @Test
    void shouldAnswerEverybodyAsTheTableSays(StackUnderTest stack) {
        AccessMatrixCast cast = AccessMatrixCast.of(stack);
        List<String> wrong = new ArrayList<>();

        for (Row row : AccessMatrix.rows()) {
            for (Caller caller : Caller.values()) {
                int status = cast.call(gateway(stack), row, row.path(), cast.freshToken(caller))
                        .status();
                String expected = row.status(row.expected(caller));
                if (!expected.equals(Integer.toString(status))) {
                    wrong.add(row.operation() + " by " + caller + ": " + status + " instead of " + expected);
                }
            }
        }

        assertThat(wrong).isEmpty();
    }

    @Test
    void shouldLetAnApiTokenReachNothingButWhatItsScopeNames(StackUnderTest stack) {
        AccessMatrixCast cast = AccessMatrixCast.of(stack);
        List<String> wrong = new ArrayList<>();

        for (Caller owner : List.of(Caller.BROADCASTER, Caller.OPERATOR)) {
            for (String scope : AccessMatrix.SCOPES) {
                String token = cast.scopedToken(owner, scope);
                for (Row row : AccessMatrix.rows()) {
                    String expected = row.status(row.expected(owner, scope));
                    int status =
                            cast.call(gateway(stack), row, row.path(), token).status();
                    if (!expected.equals(Integer.toString(status))) {
                        wrong.add(row.operation() + " with " + scope + " of " + owner + ": " + status + " instead of "
                                + expected);
                    }
                }
            }
        }

        assertThat(wrong).isEmpty();
    }

    @Test
    void shouldKeepATokenOfAnOperatorToTheChannelsThatItNames(StackUnderTest stack) {
        AccessMatrixCast cast = AccessMatrixCast.of(stack);
        String stats = cast.scopedTokenOfTheChannel("stats:read");
        String deliveries = cast.scopedTokenOfTheChannel("deliveries:read");
        URI gateway = gateway(stack);

        assertThat(cast.get(gateway, "/api/stats/channels/" + AccessMatrixCast.CHANNEL, stats)
                        .status())
                .isEqualTo(200);
        assertThat(cast.get(gateway, "/api/stats/overview", stats).status()).isEqualTo(403);
        assertThat(cast.get(gateway, "/api/webhooks/deliveries?channel=" + AccessMatrixCast.OTHER_CHANNEL, deliveries)
                        .status())
                .isEqualTo(403);
    }

    @Test
    void shouldGiveNobodyMoreForAnotherSpelling(StackUnderTest stack) {
        AccessMatrixCast cast = AccessMatrixCast.of(stack);
        List<String> wrong = new ArrayList<>();

        for (Row row : AccessMatrix.rows()) {
            for (Caller caller : STRANGERS) {
                if (row.expected(caller) != Expected.ALLOWED) {
                    String token = cast.freshToken(caller);
                    for (String spelling : spellings(cast.fill(row))) {
                        for (URI base : List.of(gateway(stack), behind(stack, row))) {
                            AccessMatrixCast.Answer answer = cast.call(base, row, spelling, token);
                            if (!answer.givesNothing()) {
                                wrong.add(row.method() + " " + base + spelling + " by " + caller + ": "
                                        + answer.status());
                            }
                        }
                    }
                }
            }
        }

        assertThat(wrong).isEmpty();
    }

    @Test
    void shouldShowNobodyTheManagementOfAService(StackUnderTest stack) {
        AccessMatrixCast cast = AccessMatrixCast.of(stack);
        List<String> bodies = new ArrayList<>();

        for (Caller caller : Caller.values()) {
            for (String path : List.of("/q/metrics", "/q/health", "/q/health/ready", "/q/openapi", "/api/q/metrics")) {
                AccessMatrixCast.Answer answer = cast.get(gateway(stack), path, cast.freshToken(caller));
                if (!answer.givesNothing()) {
                    bodies.add(path + " by " + caller + ": " + answer.status());
                }
            }
        }

        assertThat(bodies).isEmpty();
    }

    private static URI gateway(StackUnderTest stack) {
        return stack.stack().url(Port.GATEWAY);
    }

    /** Past the gateway, which refuses many spellings by itself. */
    private static URI behind(StackUnderTest stack, Row row) {
        return stack.stack().service(row.service()).url();
    }

    private static List<String> spellings(String address) {
        int query = address.indexOf('?');
        String path = query < 0 ? address : address.substring(0, query);
        int last = path.lastIndexOf('/');
        String parent = path.substring(0, last);
        String name = path.substring(last + 1);
        return Stream.of(
                        path + "/",
                        path + "//",
                        "/" + path,
                        parent + "//" + name,
                        parent + "/./" + name,
                        parent + "/x/../" + name,
                        parent + "%2F" + name,
                        parent + "/" + encoded(name),
                        parent + ";a=b/" + name,
                        path + ";a=b",
                        path + "%20",
                        path + ".json",
                        path.replaceFirst("api", "%61pi"),
                        path.toUpperCase(Locale.ROOT))
                .map(spelling -> query < 0 ? spelling : spelling + address.substring(query))
                .toList();
    }

    private static String encoded(String name) {
        return "%" + Integer.toHexString(name.charAt(0)) + name.substring(1);
    }
}
