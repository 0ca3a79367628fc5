package dev.onstage.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.onstage.localstack.client.OnstageApi;
import dev.onstage.localstack.topology.RouteTable;
import dev.onstage.localstack.topology.ServiceKind;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The gateway's route table against what the services publish about themselves. */
@OnStack
class RoutesE2ET {

    @ParameterizedTest
    @EnumSource
    void shouldReachEveryPublishedPathOfTheService(ServiceKind service, StackUnderTest stack) {
        var past = new OnstageApi(stack.stack().service(service).url());
        JsonNode paths = past.get("/q/openapi?format=json").orThrow().path("paths");
        List<String> published = new ArrayList<>();
        paths.fieldNames().forEachRemaining(published::add);

        assertThat(published).isNotEmpty().allSatisfy(path -> assertThat(
                        RouteTable.serviceOf(path.replaceAll("\\{[^}]+}", "x")))
                .as(path)
                .contains(service));
    }
}
