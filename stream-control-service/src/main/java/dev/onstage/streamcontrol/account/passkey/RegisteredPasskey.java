package dev.onstage.streamcontrol.account.passkey;

/**
 * What is kept of an authenticator, to know its answers by.
 *
 * @param credentialId base64url
 * @param publicData its attested credential data with the public key, base64url
 * @param signCount of its last answer; 0 for those that do not count
 * @param backupEligible whether it may be on several devices; never changes
 * @param backedUp whether it is
 */
public record RegisteredPasskey(
        String credentialId, String publicData, long signCount, boolean backupEligible, boolean backedUp) {}
