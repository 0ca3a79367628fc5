package dev.onstage.streamcontrol.provider.getstream;

import com.fasterxml.jackson.databind.JsonNode;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.QueryParam;
import java.util.Map;
import org.eclipse.microprofile.rest.client.annotation.RegisterProvider;
import org.eclipse.microprofile.rest.client.inject.RegisterRestClient;
import org.jspecify.annotations.Nullable;

/** GetStream Chat as somebody meets it who is no server of the app. */
@RegisterRestClient(configKey = "getstream-chat")
@RegisterProvider(GetStreamConnection.class)
@Path("/api/v2")
interface ProbeChatApi {

    /** Whoever asks becomes a guest, where the app lets them. */
    @POST
    @Path("/guest")
    Uni<JsonNode> createGuest(
            @QueryParam("api_key") String apiKey,
            @HeaderParam("stream-auth-type") String authType,
            @HeaderParam("Authorization") @Nullable String token,
            Map<String, Object> body);

    @POST
    @Path("/chat/channels/{type}/{id}/query")
    Uni<JsonNode> getOrCreateChannel(
            @QueryParam("api_key") String apiKey,
            @HeaderParam("stream-auth-type") String authType,
            @HeaderParam("Authorization") @Nullable String token,
            @PathParam("type") String type,
            @PathParam("id") String id,
            Map<String, Object> body);

    @POST
    @Path("/chat/channels/{type}/{id}/message")
    Uni<JsonNode> sendMessage(
            @QueryParam("api_key") String apiKey,
            @HeaderParam("stream-auth-type") String authType,
            @HeaderParam("Authorization") @Nullable String token,
            @PathParam("type") String type,
            @PathParam("id") String id,
            Map<String, Object> body);
}
