package dev.onstage.testing;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import io.restassured.http.ContentType;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import org.eclipse.microprofile.config.ConfigProvider;

/** Tries everything that a service offers, by its own OpenAPI document, so that an endpoint added later is tried as well. */
public final class PrivatePaths {
    private static final Pattern PARAMETER = Pattern.compile("\\{[^}]+}");
    private static final Set<String> METHODS = Set.of("get", "post", "put", "patch", "delete");
    private static final String AN_ID = "01a20288-5fa4-79fc-a791-9354ed37c6eb";
    private static final int UNAUTHORIZED = 401;

    private PrivatePaths() {}

    /**
     * Checks that every operation but the public ones is refused as unauthenticated, to somebody without a token and to
     * somebody whose login has ended.
     *
     * @param publicOnes such as {@code POST /api/setup}
     * @param endedToken an access token that is still good, of a login session that has ended
     * @throws AssertionError naming each operation that answered something else
     */
    public static void checkRefused(Set<String> publicOnes, String endedToken) {
        List<String> operations = operations();
        assertThat(operations).as("the document").containsAll(publicOnes);
        List<String> open = new ArrayList<>();
        int tried = 0;
        for (String operation : operations) {
            if (!publicOnes.contains(operation)) {
                tried++;
                tryOut(operation, given(), "without a token", open);
                tryOut(operation, given().auth().oauth2(endedToken), "after signing out", open);
                tryOut(
                        operation,
                        given().cookie("onstage_access", endedToken).header("Origin", ourOrigin()),
                        "after signing out, by cookie",
                        open);
            }
        }
        assertThat(tried).as("private operations").isPositive();
        assertThat(open).as("operations that answered").isEmpty();
    }

    private static String ourOrigin() {
        return ConfigProvider.getConfig().getValue("onstage.public-url", String.class);
    }

    private static List<String> operations() {
        List<String> operations = new ArrayList<>();
        Json document = Json.of(Management.get("/q/openapi?format=json"));
        document.getMap("paths").keySet().forEach(path -> document.getMap("paths['" + path + "']").keySet().stream()
                .filter(METHODS::contains)
                .forEach(method -> operations.add(method.toUpperCase(Locale.ROOT) + " " + path)));
        return operations;
    }

    private static void tryOut(String operation, RequestSpecification request, String as, List<String> open) {
        String[] parts = operation.split(" ", 2);
        String path = parts[1].replace("{channelId}", "main").replace("{destinationId}", "public");
        boolean hasBody = !"GET".equals(parts[0]) && !"DELETE".equals(parts[0]);
        Response answer = (hasBody ? request.contentType(ContentType.JSON).body("{}") : request)
                .request(parts[0], PARAMETER.matcher(path).replaceAll(AN_ID));
        if (answer.statusCode() != UNAUTHORIZED || !answer.asString().contains("/problems/unauthenticated")) {
            open.add(operation + " " + as + ": " + answer.statusCode());
        }
    }
}
