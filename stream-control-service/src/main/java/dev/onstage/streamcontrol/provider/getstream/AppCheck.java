package dev.onstage.streamcontrol.provider.getstream;

import dev.onstage.streamcontrol.provider.ProviderWarning;
import java.time.OffsetDateTime;
import java.util.List;

/**
 * What came of the last look at something in the app at GetStream, on whatever copy that was made.
 *
 * @param subject what it was looked at for, such as the address where webhooks were to be sent
 * @param nextAt when the next look is due
 * @param due whether it is time for the next look
 * @param recent whether it was made within the last minute
 * @param warnings what is wrong
 */
record AppCheck(String subject, OffsetDateTime nextAt, boolean due, boolean recent, List<ProviderWarning> warnings) {

    AppCheck {
        warnings = List.copyOf(warnings);
    }
}
