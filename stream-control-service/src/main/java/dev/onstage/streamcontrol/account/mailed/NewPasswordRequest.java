package dev.onstage.streamcontrol.account.mailed;

import dev.onstage.streamcontrol.account.password.PasswordRules;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;

/** A new password, by who has the code of the mail. */
record NewPasswordRequest(
        @NotBlank @Size(max = 100) String code,
        @NotNull @Size(max = PasswordRules.LONGEST_TYPED) String password) {
    @Override
    public String toString() {
        return "NewPasswordRequest[]";
    }
}
