package dev.onstage.streamcontrol.account;

import java.util.UUID;

/**
 * An account whose owner was checked, with the number of what they were checked by. The number is compared in the transaction that
 * opens the login: checking takes a while, and whoever was checked by what holds no more, such as a password that was replaced
 * meanwhile, is not let in.
 *
 * @param way what they were checked by
 * @param accountId who
 * @param credentialsVersion read before what they were checked by, or with it
 */
public record CheckedAccount(SignInWay way, UUID accountId, long credentialsVersion) {

    private static final long FIRST = 0;

    /** An account that was read before its owner was checked. */
    public static CheckedAccount by(SignInWay way, StoredAccount stored) {
        return new CheckedAccount(way, stored.accountId(), stored.credentialsVersion());
    }

    /** An account that its owner has just made, with a password. */
    public static CheckedAccount justMade(UUID accountId) {
        return new CheckedAccount(SignInWay.PASSWORD, accountId, FIRST);
    }
}
