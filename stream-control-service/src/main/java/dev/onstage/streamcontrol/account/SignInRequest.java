package dev.onstage.streamcontrol.account;

import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.Size;

/** Who wants to sign in. */
record SignInRequest(
        @NotBlank @Size(max = 254) String email,
        @NotBlank @Size(max = 200) String password) {
    @Override
    public String toString() {
        return "SignInRequest[" + email + "]";
    }
}
