package dev.onstage.streamcontrol.provider.getstream;

import org.jspecify.annotations.Nullable;

/** How somebody says who they are. */
record ProbeIdentity(
        String apiKey, String authType, @Nullable String token) {

    static ProbeIdentity nobody(String apiKey) {
        return new ProbeIdentity(apiKey, "anonymous", null);
    }

    static ProbeIdentity user(String apiKey, String token) {
        return new ProbeIdentity(apiKey, "jwt", token);
    }

    /** Without the token. */
    @Override
    public String toString() {
        return authType;
    }
}
