package dev.onstage.streamcontrol.account;

import dev.onstage.streamcontrol.account.password.PasswordRules;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;

/** A new password, by who knows the old one. */
record ChangePasswordRequest(
        @NotNull @Size(max = PasswordRules.LONGEST_TYPED) String currentPassword,
        @NotNull @Size(max = PasswordRules.LONGEST_TYPED) String newPassword) {
    @Override
    public String toString() {
        return "ChangePasswordRequest[]";
    }
}
