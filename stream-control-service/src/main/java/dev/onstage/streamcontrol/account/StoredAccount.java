package dev.onstage.streamcontrol.account;

import dev.onstage.streamcontrol.account.password.PasswordHash;
import io.vertx.mutiny.sqlclient.Row;
import java.util.UUID;

/**
 * A row of the table of accounts: a person who can sign in.
 *
 * @param accountId who
 * @param email as it was written
 * @param name how they are shown
 * @param passwordHash see {@link PasswordHash}
 * @param isEmailProven whether its owner has shown that the address is theirs; else somebody may have made it in their name
 * @param isOperator whether they run the install
 * @param rolesVersion counts the changes that took a role from the account; the database does
 * @param credentialsVersion counts the changes of what its owner is checked by, see {@link CheckedAccount}
 */
public record StoredAccount(
        UUID accountId,
        String email,
        String name,
        String passwordHash,
        boolean isEmailProven,
        boolean isOperator,
        long rolesVersion,
        long credentialsVersion) {

    static final String COLUMNS = "account_id, email, name, password_hash, email_proven_at is not null as email_proven,"
            + " operator, roles_version, credentials_version";

    static StoredAccount of(Row row) {
        return new StoredAccount(
                row.getUUID("account_id"),
                row.getString("email"),
                row.getString("name"),
                row.getString("password_hash"),
                row.getBoolean("email_proven"),
                row.getBoolean("operator"),
                row.getLong("roles_version"),
                row.getLong("credentials_version"));
    }

    @Override
    public String toString() {
        return "StoredAccount[" + accountId + "]";
    }
}
