package dev.onstage.streamcontrol.channel;

import static dev.onstage.streamcontrol.Installation.asMara;
import static dev.onstage.testing.Json.at;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;

import dev.onstage.streamcontrol.GetStreamStub;
import dev.onstage.streamcontrol.Installation;
import dev.onstage.testing.StackResource;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.mutiny.sqlclient.Pool;
import jakarta.inject.Inject;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@QuarkusTest
@WithTestResource(StackResource.class)
@WithTestResource(GetStreamStub.class)
class ChannelTitleTest {

    @Inject
    Pool pool;

    @BeforeEach
    void setUp() {
        GetStreamStub.emptyApp();
        Installation.setUp();
        pool.query("delete from sign_in_attempts").executeAndAwait();
    }

    @ParameterizedTest
    @CsvSource(
            ignoreLeadingAndTrailingWhitespace = false,
            value = {
                "'',blank",
                "' ',blank",
                "'\u3000',blank",
                "'\u200b',blank",
                "'\ufeff',blank",
                "'\u2800',blank",
                "\u0301\u200d,blank",
                "a\u2028b,one line",
                "a\u0085b,one line"
            })
    void shouldRefuseATitleForTheSameReasonWhereverItIsSet(String title, String reason) {
        refused(title, reason);
    }

    @Test
    void shouldRefuseATitleOfTwoLinesOrTooMany() {
        refused("a\nb", "one line");
        refused("a\r\nb", "one line");
        refused("\ud83c\udfac".repeat(121), "at most 120 characters");
    }

    @Test
    void shouldKeepATitleWithoutWhatShowsNothingAtItsEnds() {
        asMara().body(Map.of("title", "\u3000\ufeff Friday \ud83c\udfac build\u00a0"))
                .patch("/api/channels/main")
                .then()
                .statusCode(200)
                .body(at("title", equalTo("Friday \ud83c\udfac build")));
        asMara().body(Map.of("title", "\ud83c\udfac".repeat(120)))
                .patch("/api/channels/main")
                .then()
                .statusCode(200);
        asMara().body(Map.of("title", "Friday build")).patch("/api/channels/main");
    }

    private static void refused(String title, String reason) {
        asMara().body(Map.of("title", title))
                .patch("/api/channels/main")
                .then()
                .statusCode(400)
                .body(at("type", equalTo("/problems/invalid-request")))
                .body(at("errors[0].field", equalTo("title")))
                .body(at("detail", containsString(reason)));
        asMara().body(Map.of("channelId", "titled", "title", title))
                .post("/api/channels")
                .then()
                .statusCode(400)
                .body(at("errors[0].field", equalTo("title")))
                .body(at("detail", containsString(reason)));
    }
}
