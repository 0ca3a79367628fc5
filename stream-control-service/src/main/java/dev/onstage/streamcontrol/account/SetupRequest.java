package dev.onstage.streamcontrol.account;

import jakarta.validation.constraints.Email;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import org.jspecify.annotations.Nullable;

/** The first account. {@code channelTitle} may be left out. */
record SetupRequest(
        @NotBlank @Size(max = 200) String setupToken,
        @NotBlank @Email @Size(max = 254) String email,
        @NotBlank @Size(max = 80) String name,
        @NotNull @Size(max = 72) String password,
        @Nullable @Size(max = 120) String channelTitle) {

    String channelTitleOrDefault() {
        return channelTitle == null || channelTitle.isBlank() ? name.strip() : channelTitle.strip();
    }

    @Override
    public String toString() {
        return "SetupRequest[" + email + "]";
    }
}
