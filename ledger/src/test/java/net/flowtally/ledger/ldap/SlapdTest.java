package net.flowtally.ledger.ldap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.unboundid.ldap.listener.SelfSignedCertificateGenerator;
import com.unboundid.ldap.sdk.LDAPConnection;
import com.unboundid.ldap.sdk.LDAPException;
import com.unboundid.util.ObjectPair;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.Key;
import java.security.KeyStore;
import java.time.Instant;
import java.util.Base64;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import net.flowtally.ledger.directory.Directory;
import net.flowtally.ledger.imports.DirectoryImport;
import net.flowtally.ledger.imports.ImportOptions;
import net.flowtally.ledger.imports.ImportOutcome;
import net.flowtally.ledger.imports.Mapping;
import net.flowtally.ledger.imports.Telling;
import net.flowtally.ledger.store.Home;
import net.flowtally.ledger.store.Store;
import net.flowtally.ledger.time.AccountingZone;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Against OpenLDAP's server, where that is installed as Debian has it.
class SlapdTest {
    private static final Path SLAPD = Path.of("/usr/sbin/slapd");
    private static final Path SCHEMA = Path.of("/etc/ldap/schema");
    private static final String ADMIN = "cn=admin,dc=example";
    private static final String PASSWORD = "let me in";
    private static final int TRIES = 200;
    private static final Mapping MAPPING =
            Mapping.parse("user=uid,department=dn:path,address=iphostnumber");

    @TempDir private Path folder;

    @Test
    void itsPeopleAreReadByStartTlsAndThoseThatAreGoneEnd() throws Exception {
        assumeTrue(Files.isExecutable(SLAPD) && Files.isDirectory(SCHEMA), "there is no slapd");
        int port;
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.ofLiteral("127.0.0.1"))) {
            port = free.getLocalPort();
        }
        Process slapd = start(port);
        try (Store store = Store.open(Home.open(folder.resolve("home")))) {
            Optional<LDAPConnection> connected = connect(slapd, port);
            assumeTrue(connected.isPresent(), "slapd does not start here");
            try (LDAPConnection admin = connected.get()) {
                admin.bind(ADMIN, PASSWORD);
                admin.add(
                        "dn: dc=example",
                        "objectClass: organization",
                        "objectClass: dcObject",
                        "o: Example",
                        "dc: example");
                admin.add(
                        "dn: ou=Sales,dc=example", "objectClass: organizationalUnit", "ou: Sales");
                for (int i = 1; i <= 3; i++) {
                    admin.add(
                            "dn: uid=u" + i + ",ou=Sales,dc=example",
                            "objectClass: inetOrgPerson",
                            "objectClass: ipHost",
                            "uid: u" + i,
                            "cn: u" + i,
                            "sn: u" + i,
                            "ipHostNumber: 10.0.0." + i);
                }
                assertThat(imported(store, port, "2026-03-10T00:00:00Z").tally().added())
                        .isEqualTo(3);
                admin.delete("uid=u2,ou=Sales,dc=example");
                assertThat(imported(store, port, "2026-03-11T00:00:00Z").tally().ended())
                        .isEqualTo(1);
            }
            assertThat(new Directory(store).current().department("Sales")).isPresent();
        } finally {
            slapd.destroyForcibly().waitFor();
        }
    }

    private Process start(int port) throws Exception {
        ObjectPair<File, char[]> made =
                SelfSignedCertificateGenerator.generateTemporarySelfSignedCertificate(
                        "test", "PKCS12");
        char[] secret = Objects.requireNonNull(made.getSecond());
        KeyStore own = KeyStore.getInstance("PKCS12");
        try (InputStream in =
                Files.newInputStream(Objects.requireNonNull(made.getFirst()).toPath())) {
            own.load(in, secret);
        }
        String alias = own.aliases().nextElement();
        Key key = own.getKey(alias, secret);
        KeyStore trusted = KeyStore.getInstance("PKCS12");
        trusted.load(null, null);
        trusted.setCertificateEntry("ca", own.getCertificate(alias));
        try (OutputStream out = Files.newOutputStream(folder.resolve("authorities.p12"))) {
            trusted.store(out, null);
        }
        pem("certificate.pem", "CERTIFICATE", own.getCertificate(alias).getEncoded());
        pem("key.pem", "PRIVATE KEY", key.getEncoded());
        Files.createDirectory(folder.resolve("data"));
        Path settings =
                Files.writeString(
                        folder.resolve("slapd.conf"),
                        """
                        include %1$s/core.schema
                        include %1$s/cosine.schema
                        include %1$s/inetorgperson.schema
                        include %1$s/nis.schema
                        pidfile %2$s/pid
                        modulepath /usr/lib/ldap
                        moduleload back_mdb
                        TLSCertificateFile %2$s/certificate.pem
                        TLSCertificateKeyFile %2$s/key.pem
                        database mdb
                        suffix dc=example
                        rootdn "%3$s"
                        rootpw "%4$s"
                        directory %2$s/data
                        """
                                .formatted(SCHEMA, folder, ADMIN, PASSWORD));
        return new ProcessBuilder(
                        SLAPD.toString(),
                        "-d",
                        "0",
                        "-h",
                        "ldap://127.0.0.1:" + port,
                        "-f",
                        settings.toString())
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("slapd.log").toFile())
                .start();
    }

    private void pem(String name, String what, byte[] octets) throws IOException {
        Files.writeString(
                folder.resolve(name),
                "-----BEGIN "
                        + what
                        + "-----\n"
                        + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(octets)
                        + "\n-----END "
                        + what
                        + "-----\n");
    }

    /// Empty if the server ends before it answers.
    private static Optional<LDAPConnection> connect(Process slapd, int port)
            throws InterruptedException {
        for (int i = 0; i < TRIES; i++) {
            try {
                return Optional.of(new LDAPConnection("127.0.0.1", port));
            } catch (LDAPException _) {
                if (slapd.waitFor(50, TimeUnit.MILLISECONDS)) {
                    return Optional.empty();
                }
            }
        }
        return Optional.empty();
    }

    private ImportOutcome.Compared imported(Store store, int port, String asOf) {
        LdapQuestion question =
                LdapQuestion.of(
                        "ldap://127.0.0.1:" + port,
                        false,
                        "dc=example",
                        "(objectClass=inetOrgPerson)",
                        ADMIN);
        ImportOutcome outcome =
                new DirectoryImport(store, AccountingZone.UTC)
                        .answer(
                                question.server(),
                                new LdapEntries(
                                        question,
                                        PASSWORD,
                                        Optional.of(folder.resolve("authorities.p12")),
                                        MAPPING),
                                MAPPING,
                                new ImportOptions(
                                        "corp",
                                        false,
                                        false,
                                        new Telling.State(Instant.parse(asOf), true, true, false)),
                                "anna");
        assertThat(outcome).isInstanceOf(ImportOutcome.Compared.class);
        return (ImportOutcome.Compared) outcome;
    }
}
