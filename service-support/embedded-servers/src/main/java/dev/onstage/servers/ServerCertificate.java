package dev.onstage.servers;

import io.smallrye.certs.CertificateHolder;
import io.smallrye.certs.CertificateRequest;
import io.smallrye.certs.CertificateUtils;
import io.smallrye.certs.ca.CaGenerator;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/**
 * The certificate of a server, issued by an authority that exists for it alone, as PEM files.
 *
 * @param authority whom clients must trust
 * @param chain the certificate
 * @param key the private key, which only its owner may read
 */
public record ServerCertificate(Path authority, Path chain, Path key) {

    private static final String NAME = "server";
    private static final String AUTHORITY = "authority";
    private static final Duration VALIDITY = Duration.ofDays(2);
    private static final Set<PosixFilePermission> OWNER_ALONE = PosixFilePermissions.fromString("rw-------");
    private static final Pattern ADDRESS = Pattern.compile("[0-9.]+|.*:.*");

    /**
     * Issues one that is good for two days.
     *
     * @param directory made when missing; what an earlier call left there is replaced
     * @param names of the server, as clients call it: host names and addresses
     */
    public static ServerCertificate issue(Path directory, String... names) {
        ServerCertificate files = new ServerCertificate(
                directory.resolve(AUTHORITY + ".crt"),
                directory.resolve(NAME + ".crt"),
                directory.resolve(NAME + ".key"));
        try {
            Files.createDirectories(directory);
            CertificateHolder made = new CertificateHolder(
                    NAME,
                    Stream.of(names).map(ServerCertificate::typed).toList(),
                    VALIDITY,
                    false,
                    null,
                    issuer(files.authority()));
            CertificateUtils.writeCertificateToPEM(
                    made.certificate(), files.chain().toFile());
            Files.deleteIfExists(files.key());
            Files.createFile(files.key(), PosixFilePermissions.asFileAttribute(OWNER_ALONE));
            CertificateUtils.writePrivateKeyToPem(
                    made.keys().getPrivate(), null, files.key().toFile());
            return files;
        } catch (Exception e) {
            throw new ServerStartException("A certificate could not be made in " + directory + ": " + e, e);
        }
    }

    /** Its key is needed once, and not kept. */
    private static CertificateRequest.Issuer issuer(Path certificate) throws Exception {
        Path key = certificate.resolveSibling(AUTHORITY + ".key");
        Path store = certificate.resolveSibling(AUTHORITY + ".p12");
        String password = UUID.randomUUID().toString();
        try {
            X509Certificate authority = new CaGenerator(certificate.toFile(), key.toFile(), store.toFile(), password)
                    .generate("Onstage authority", null, null, null, null, null);
            KeyStore keys = KeyStore.getInstance(store.toFile(), password.toCharArray());
            return new CertificateRequest.Issuer(
                    authority, (PrivateKey) keys.getKey(CaGenerator.KEYSTORE_KEY_ENTRY, password.toCharArray()));
        } finally {
            Files.deleteIfExists(key);
            Files.deleteIfExists(store);
        }
    }

    private static String typed(String name) {
        return (ADDRESS.matcher(name).matches() ? "IP:" : "DNS:") + name;
    }

    /** For a client that trusts nobody but the authority. */
    SSLContext forClients() throws IOException {
        try (InputStream pem = Files.newInputStream(authority)) {
            KeyStore trusted = KeyStore.getInstance(KeyStore.getDefaultType());
            trusted.load(null, null);
            for (Certificate one : CertificateFactory.getInstance("X.509").generateCertificates(pem)) {
                trusted.setCertificateEntry(NAME, one);
            }
            TrustManagerFactory managers = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            managers.init(trusted);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, managers.getTrustManagers(), null);
            return context;
        } catch (GeneralSecurityException e) {
            throw new IOException(e);
        }
    }
}
