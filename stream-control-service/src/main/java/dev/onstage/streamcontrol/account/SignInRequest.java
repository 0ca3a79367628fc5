package dev.onstage.streamcontrol.account;

import dev.onstage.streamcontrol.account.password.PasswordRules;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import org.jspecify.annotations.Nullable;

/** Who wants to sign in, and whether they take cookies, which is so when {@code tokens} is left out. */
record SignInRequest(
        @NotBlank @Size(max = 254) String email,
        @NotNull @Size(max = PasswordRules.LONGEST_TYPED) String password,
        @Nullable TokenDelivery tokens) {
    @Override
    public String toString() {
        return "SignInRequest[" + email + "]";
    }
}
