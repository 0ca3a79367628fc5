/** Passkeys: the ceremonies of WebAuthn, and signing in by them. */
@NullMarked
package dev.onstage.streamcontrol.account.passkey;

import org.jspecify.annotations.NullMarked;
