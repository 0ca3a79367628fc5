package dev.onstage.support.audit;

import java.util.Locale;

/** Everything that is written down. The text of each is stable: readers decide by it. */
public enum AuditAction {
    INSTALL_SET_UP,
    GO_LIVE,
    STOP_LIVE,
    FORCE_END,
    CHANNEL_CREATED,
    CHANNEL_CHANGED,
    STREAM_SET_UP,
    STREAM_KEY_SHOWN,
    STREAM_KEY_CHANGED,
    INVITE_MADE,
    INVITE_REVOKED,
    INVITE_ACCEPTED,
    INVITED_ENDED,
    BANNED,
    BAN_LIFTED,
    ROLE_CHANGED,
    OPERATOR_CHANGED,
    ACCOUNT_REMOVED,
    PASSWORD_CHANGED,
    PASSWORD_RESET,
    SIGNED_IN_BY_MAIL,
    PASSKEY_REGISTERED,
    PASSKEY_REMOVED,
    LOGIN_ENDED,
    LOGINS_ENDED,
    API_TOKEN_MADE,
    API_TOKEN_REVOKED,
    DELIVERY_READ,
    DELIVERIES_REPLAYED,
    STATISTICS_EXPORTED,
    DESTINATION_SAVED,
    DESTINATION_DELETED,
    TEST_MESSAGE_SENT,
    MESSAGE_TRIED_AGAIN;

    private final String text = name().toLowerCase(Locale.ROOT).replace('_', '-');

    /** Kebab-case name, for example {@code go-live}. */
    public String text() {
        return text;
    }

    /** Ends a stream: possible whatever else is broken, also the trail. */
    public boolean isWayOut() {
        return this == FORCE_END || this == STOP_LIVE;
    }
}
