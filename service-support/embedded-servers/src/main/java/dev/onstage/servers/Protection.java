package dev.onstage.servers;

/**
 * How a server is protected: it speaks TLS alone, with this certificate, and to nobody who does not know the password.
 *
 * @param password letters and digits
 */
public record Protection(ServerCertificate certificate, String password) {

    /** Refuses a password that would mean something else in a server's own settings. */
    public Protection {
        if (!password.matches("[A-Za-z0-9]+")) {
            throw new IllegalArgumentException("the password must be letters and digits");
        }
    }

    /** Keeps the password out of logs. */
    @Override
    public String toString() {
        return "Protection by " + certificate;
    }
}
