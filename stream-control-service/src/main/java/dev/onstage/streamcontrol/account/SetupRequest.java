package dev.onstage.streamcontrol.account;

import dev.onstage.streamcontrol.account.password.PasswordRules;
import dev.onstage.streamcontrol.channel.Channel;
import dev.onstage.support.text.OneLine;
import dev.onstage.support.text.VisibleText;
import jakarta.validation.constraints.Email;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import org.jspecify.annotations.Nullable;

/** The first account. {@code channelTitle} may be left out; cookies are set when {@code tokens} is. */
record SetupRequest(
        @NotBlank @Size(max = 200) String setupToken,

        @NotBlank @Email @OneLine(max = 254)
        @Pattern(regexp = NewAccount.NO_GAPS, message = "must not hold a space or an invisible character") String email,

        @NotNull @OneLine(max = 80) String name,
        @NotNull @Size(max = PasswordRules.LONGEST_TYPED) String password,

        @Nullable @OneLine(max = Channel.LONGEST_TITLE, mayBeEmpty = true)
        String channelTitle,

        @Nullable TokenDelivery tokens) {

    String channelTitleOrDefault() {
        return channelTitle == null || !VisibleText.isVisible(channelTitle)
                ? VisibleText.trimmed(name)
                : VisibleText.trimmed(channelTitle);
    }

    @Override
    public String toString() {
        return "SetupRequest[" + email + "]";
    }
}
