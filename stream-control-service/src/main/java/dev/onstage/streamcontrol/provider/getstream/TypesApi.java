package dev.onstage.streamcontrol.provider.getstream;

import com.fasterxml.jackson.databind.JsonNode;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import org.eclipse.microprofile.rest.client.annotation.RegisterProvider;
import org.eclipse.microprofile.rest.client.inject.RegisterRestClient;

/** GetStream's call types. JSON as it comes, since settings of one type are copied to another. */
@RegisterRestClient(configKey = "getstream-video")
@RegisterProvider(GetStreamRequests.class)
@RegisterProvider(GetStreamConnection.class)
@Path("/api/v2/video/calltypes")
interface TypesApi {

    @GET
    @Path("/{name}")
    Uni<JsonNode> getCallType(@PathParam("name") String name);

    @POST
    Uni<JsonNode> createCallType(JsonNode body);

    @PUT
    @Path("/{name}")
    Uni<JsonNode> updateCallType(@PathParam("name") String name, JsonNode body);
}
