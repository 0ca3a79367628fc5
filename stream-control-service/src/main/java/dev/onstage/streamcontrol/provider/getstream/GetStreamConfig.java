package dev.onstage.streamcontrol.provider.getstream;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
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

    /** How long a call that may be repeated is repeated while GetStream is away. */
    @WithDefault("2s")
    Duration retryPatience();
}
