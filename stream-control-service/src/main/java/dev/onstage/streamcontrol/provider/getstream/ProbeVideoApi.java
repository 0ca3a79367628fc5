package dev.onstage.streamcontrol.provider.getstream;

import com.fasterxml.jackson.databind.JsonNode;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.QueryParam;
import java.util.Map;
import org.eclipse.microprofile.rest.client.annotation.RegisterProvider;
import org.eclipse.microprofile.rest.client.inject.RegisterRestClient;
import org.jspecify.annotations.Nullable;

/** GetStream Video as somebody meets it who is no server of the app. */
@RegisterRestClient(configKey = "getstream-video")
@RegisterProvider(GetStreamConnection.class)
@Path("/api/v2/video/call/{type}/{id}")
interface ProbeVideoApi {

    @GET
    Uni<JsonNode> getCall(
            @QueryParam("api_key") String apiKey,
            @HeaderParam("stream-auth-type") String authType,
            @HeaderParam("Authorization") @Nullable String token,
            @PathParam("type") String type,
            @PathParam("id") String id);

    @POST
    Uni<JsonNode> getOrCreateCall(
            @QueryParam("api_key") String apiKey,
            @HeaderParam("stream-auth-type") String authType,
            @HeaderParam("Authorization") @Nullable String token,
            @PathParam("type") String type,
            @PathParam("id") String id,
            Map<String, Object> body);

    @POST
    @Path("/go_live")
    Uni<JsonNode> goLive(
            @QueryParam("api_key") String apiKey,
            @HeaderParam("stream-auth-type") String authType,
            @HeaderParam("Authorization") @Nullable String token,
            @PathParam("type") String type,
            @PathParam("id") String id,
            Map<String, Object> body);
}
