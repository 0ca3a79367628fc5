package dev.onstage.streamcontrol.provisioning;

import dev.onstage.support.text.OneLine;
import dev.onstage.support.text.VisibleText;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * A stream key to make.
 *
 * @param label what it is for, such as the machine that has it
 * @param days how long it works, as long as the install says when it is left out
 * @param confirm whether to change the key although the stream is live: an encoder that has to connect again is refused then
 */
record NewKeyRequest(
        @Nullable @OneLine(max = 60, mayBeEmpty = true) String label,
        @Nullable @Min(1) @Max(730) Integer days,
        @Nullable Boolean confirm) {

    static final NewKeyRequest PLAIN = new NewKeyRequest(null, null, null);

    String labelOrNone() {
        return label == null ? "" : VisibleText.trimmed(label);
    }

    Duration lifetimeOr(Duration otherwise) {
        return days == null ? otherwise : Duration.ofDays(days);
    }

    boolean isConfirmed() {
        return Boolean.TRUE.equals(confirm);
    }
}
