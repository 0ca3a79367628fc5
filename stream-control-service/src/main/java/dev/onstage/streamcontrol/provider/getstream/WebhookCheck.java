package dev.onstage.streamcontrol.provider.getstream;

import dev.onstage.streamcontrol.provider.ProviderWarning;
import java.util.List;

/**
 * What came of the last look at the registration of the webhook, on whatever copy that was made.
 *
 * @param url where webhooks were to be sent
 * @param due whether it is time for the next look
 * @param recent whether it was made within the last minute
 * @param warnings what is wrong
 */
record WebhookCheck(String url, boolean due, boolean recent, List<ProviderWarning> warnings) {

    WebhookCheck {
        warnings = List.copyOf(warnings);
    }
}
