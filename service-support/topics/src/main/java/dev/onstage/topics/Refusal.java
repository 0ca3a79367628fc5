package dev.onstage.topics;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.security.cert.CertificateException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.common.errors.SaslAuthenticationException;
import org.apache.kafka.common.errors.UnsupportedSaslMechanismException;
import org.apache.kafka.common.security.auth.SecurityProtocol;

/** Says why Kafka could not be asked, and which setting is to be looked at. */
final class Refusal {

    private static final int PROBE_MILLIS = 5_000;
    private static final String PREFIX = "kafka.";
    private static final String FATAL_ALERT = "Received fatal alert";

    private final String servers;
    private final String protocol;

    /** @param connection settings of a Kafka client */
    Refusal(Map<String, Object> connection) {
        this.servers = String.valueOf(connection.get(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG));
        this.protocol = String.valueOf(connection.getOrDefault(
                CommonClientConfigs.SECURITY_PROTOCOL_CONFIG, CommonClientConfigs.DEFAULT_SECURITY_PROTOCOL));
    }

    /** In sentences. May ask the server how it wants to be spoken to, which takes some seconds. */
    String explain(Throwable failure) {
        return "Kafka at " + servers + " refused or did not answer. "
                + ofLogin(failure)
                        .or(() -> ofCertificate(failure))
                        .or(() -> ofSilence(failure))
                        .orElseGet(() -> String.valueOf(failure.getMessage()));
    }

    private Optional<String> ofLogin(Throwable failure) {
        if (has(failure, UnsupportedSaslMechanismException.class)) {
            return Optional.of("It does not know the way to sign in that " + PREFIX + "sasl.mechanism names.");
        }
        if (has(failure, SaslAuthenticationException.class)) {
            return Optional.of("It does not take the user or the password in " + PREFIX + "sasl.jaas.config.");
        }
        return Optional.empty();
    }

    private Optional<String> ofCertificate(Throwable failure) {
        if (has(failure, CertificateExpiredException.class) || has(failure, CertificateNotYetValidException.class)) {
            return Optional.of(
                    "Its certificate, or that of its authority, does not hold at this time: " + innermost(failure));
        }
        if (says(failure, "PKIX path")) {
            return Optional.of("Its certificate is of an authority that is not known here: the file that " + PREFIX
                    + "ssl.truststore.location names must have the authority's certificate, and " + PREFIX
                    + "ssl.truststore.type be PEM if it is one. " + innermost(failure));
        }
        if (has(failure, CertificateException.class)) {
            return Optional.of(
                    "Its certificate is not of the name in " + PREFIX + "bootstrap.servers: " + innermost(failure));
        }
        if (says(failure, FATAL_ALERT)) {
            return Optional.of("It speaks TLS and ends the connection, perhaps for want of a certificate of ours ("
                    + PREFIX + "ssl.keystore.location and its like): " + innermost(failure));
        }
        return has(failure, SSLException.class)
                ? Optional.of("No TLS connection came about, and " + PREFIX + "security.protocol is " + protocol
                        + ": it may be that Kafka does not speak TLS there.")
                : Optional.empty();
    }

    private static String innermost(Throwable failure) {
        return causes(failure)
                .map(Throwable::getMessage)
                .filter(Objects::nonNull)
                .reduce("", (outer, inner) -> inner);
    }

    private Optional<String> ofSilence(Throwable failure) {
        if (!has(failure, RetriableException.class)) {
            return Optional.empty();
        }
        if (protocol.endsWith(SecurityProtocol.PLAINTEXT.name())) {
            Optional<String> speaksTls = Stream.of(servers.split(","))
                    .map(String::strip)
                    .filter(Refusal::speaksTls)
                    .findFirst();
            if (speaksTls.isPresent()) {
                return Optional.of("It speaks TLS there, and " + PREFIX + "security.protocol is " + protocol
                        + ": it must be SSL, or SASL_SSL if a password is asked for.");
            }
        }
        return Optional.of("Look whether " + PREFIX + "bootstrap.servers is where it listens, and whether it is to be"
                + " spoken to as " + PREFIX + "security.protocol says: " + protocol + ".");
    }

    /** A server does so when it shows a certificate, be it one that is not trusted. */
    private static boolean speaksTls(String server) {
        int colon = server.lastIndexOf(':');
        try (Socket socket = new Socket()) {
            socket.connect(
                    new InetSocketAddress(server.substring(0, colon), Integer.parseInt(server.substring(colon + 1))),
                    PROBE_MILLIS);
            socket.setSoTimeout(PROBE_MILLIS);
            SSLSocketFactory factory = (SSLSocketFactory) SSLSocketFactory.getDefault();
            try (SSLSocket probe =
                    (SSLSocket) factory.createSocket(socket, server.substring(0, colon), socket.getPort(), false)) {
                probe.startHandshake();
                return true;
            }
        } catch (SSLException refused) {
            return has(refused, CertificateException.class) || says(refused, FATAL_ALERT);
        } catch (IOException | IllegalArgumentException | IndexOutOfBoundsException noAnswer) {
            return false;
        }
    }

    private static boolean has(Throwable failure, Class<? extends Throwable> kind) {
        return causes(failure).anyMatch(kind::isInstance);
    }

    private static boolean says(Throwable failure, String words) {
        return causes(failure).anyMatch(cause -> Objects.requireNonNullElse(cause.getMessage(), "")
                .contains(words));
    }

    private static Stream<Throwable> causes(Throwable failure) {
        return Stream.iterate(failure, Objects::nonNull, Throwable::getCause);
    }
}
