package dev.onstage.streamcontrol.provider.getstream;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import jakarta.validation.constraints.Pattern;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;

/** How GetStream is reached. */
@ConfigMapping(prefix = "onstage.getstream")
public interface GetStreamConfig {

    /**
     * The app's API key ({@code STREAM_API_KEY}). Without it every call is refused with a sentence that says so. Nobody reads
     * it here, since {@link GetStreamTokens} has the one of the moment; a mapping refuses settings that it does not know.
     */
    Optional<String> apiKey();

    /** The app's API secret ({@code STREAM_API_SECRET}). Nobody reads it here, either. */
    Optional<String> apiSecret();

    /** One address for both APIs ({@code ONSTAGE_GETSTREAM_BASE_URL}): a simulator, or another region. */
    Optional<URI> baseUrl();

    /** Address of Video. */
    URI videoUrl();

    /** Address of Chat, users and app settings. */
    URI chatUrl();

    /** Where GetStream sends its webhooks, when that is elsewhere than below {@code onstage.public-url}. */
    Optional<URI> webhookUrl();

    /**
     * The type of Onstage's calls at GetStream. It does not make room for two installs in one app, which share users, chat and
     * webhooks whatever the type is called. It begins with {@code onstage}, by which
     * every service knows calls of ours.
     */
    @WithDefault("onstage")
    @Pattern(regexp = "onstage[a-z0-9_-]{0,57}") String callType();

    /** How long a call that may be repeated is repeated while GetStream is away. */
    @WithDefault("2s")
    Duration retryPatience();

    /** Who may do what. */
    AccessConfig access();

    /** The looks at who may do what. */
    interface AccessConfig {

        /** Whether roles and grants are kept as they should be without anybody setting something up, and what people may do is tried. */
        @WithDefault("true")
        boolean enabled();

        /** How often roles and grants are looked at. */
        @WithDefault("10m")
        Duration grantsEvery();

        /** How often it is tried what people may do. */
        @WithDefault("24h")
        Duration probesEvery();
    }
}
