package dev.onstage.support.route;

import java.util.regex.Pattern;

/** What the ids in addresses look like. Which one applies is decided by the parameter's name, which is the same everywhere. */
public enum IdRule {
    /** {@code channelId}, {@code destinationId}: chosen by people. */
    NAME("[a-z0-9-]{1,48}", "has 1 to 48 of a-z, 0-9 and -"),

    /** {@code sessionId}, {@code deliveryId}, {@code tokenId}, {@code loginId}, {@code passkeyId}, {@code accountId}, {@code inviteId}, {@code keyId}: made by us. */
    UUID("\\p{XDigit}{8}(-\\p{XDigit}{4}){3}-\\p{XDigit}{12}", "is a UUID"),

    /** Everything else, such as a code. */
    TOKEN("[A-Za-z0-9._~-]{1,128}", "has 1 to 128 of A-Z, a-z, 0-9, -, ., _ and ~");

    private final Pattern pattern;
    private final String sentence;

    IdRule(String pattern, String sentence) {
        this.pattern = Pattern.compile(pattern);
        this.sentence = sentence;
    }

    /** The rule for the parameter of that name. */
    public static IdRule of(String parameter) {
        return switch (parameter) {
            case "channelId", "destinationId" -> NAME;
            case "sessionId", "deliveryId", "tokenId", "loginId", "passkeyId", "accountId", "inviteId", "keyId" -> UUID;
            default -> TOKEN;
        };
    }

    /** Whether this can be an id. */
    public boolean allows(String id) {
        return pattern.matcher(id).matches();
    }

    /** What it asks for, to follow the parameter's name. */
    public String sentence() {
        return sentence;
    }
}
