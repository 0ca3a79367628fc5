package dev.onstage.streamcontrol.invite;

import dev.onstage.streamcontrol.account.HttpsAddress;
import dev.onstage.streamcontrol.account.NewAccount;
import dev.onstage.streamcontrol.account.TokenDelivery;
import dev.onstage.support.text.OneLine;
import jakarta.validation.constraints.Email;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import org.jspecify.annotations.Nullable;

/** The account to make. Cookies are set when {@code tokens} is left out. */
record SignUpRequest(
        @NotBlank @Email @OneLine(max = 254)
        @Pattern(regexp = NewAccount.NO_GAPS, message = "must not hold a space or an invisible character") String email,

        @NotNull @OneLine(max = 80) String name,
        @NotNull @Size(max = NewAccount.LONGEST_PASSWORD) String password,
        @Nullable @HttpsAddress String avatarUrl,
        @Nullable TokenDelivery tokens) {

    NewAccount account() {
        return new NewAccount(email, name, password, avatarUrl);
    }

    @Override
    public String toString() {
        return "SignUpRequest[]";
    }
}
