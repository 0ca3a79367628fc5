package dev.onstage.streamcontrol.account.mailed;

import dev.onstage.streamcontrol.account.TokenDelivery;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.Size;
import org.jspecify.annotations.Nullable;

/** Who signs in by the code of a mail, and whether they take cookies, which is so when {@code tokens} is left out. */
record CodeRequest(
        @NotBlank @Size(max = 100) String code, @Nullable TokenDelivery tokens) {
    @Override
    public String toString() {
        return "CodeRequest[" + tokens + "]";
    }
}
