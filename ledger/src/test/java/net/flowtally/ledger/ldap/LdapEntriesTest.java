package net.flowtally.ledger.ldap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.unboundid.ldap.listener.InMemoryDirectoryServer;
import com.unboundid.ldap.listener.InMemoryDirectoryServerConfig;
import com.unboundid.ldap.listener.InMemoryListenerConfig;
import com.unboundid.ldap.listener.SelfSignedCertificateGenerator;
import com.unboundid.ldap.sdk.OperationType;
import com.unboundid.util.ObjectPair;
import com.unboundid.util.ssl.KeyStoreKeyManager;
import com.unboundid.util.ssl.SSLUtil;
import com.unboundid.util.ssl.TrustAllTrustManager;
import java.io.File;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import net.flowtally.ledger.directory.Directory;
import net.flowtally.ledger.directory.DirectorySnapshot;
import net.flowtally.ledger.imports.BadImport;
import net.flowtally.ledger.imports.DirectoryImport;
import net.flowtally.ledger.imports.ImportOptions;
import net.flowtally.ledger.imports.ImportOutcome;
import net.flowtally.ledger.imports.Mapping;
import net.flowtally.ledger.imports.Telling;
import net.flowtally.ledger.imports.UnreadableFile;
import net.flowtally.ledger.store.Home;
import net.flowtally.ledger.store.Store;
import net.flowtally.ledger.time.AccountingZone;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LdapEntriesTest {
    private static final String ADMIN = "cn=admin";
    private static final String PASSWORD = "let me in";
    private static final Mapping MAPPING =
            Mapping.parse("user=uid,department=dn:path,address=iphostnumber");
    private static final int PEOPLE = 503;

    @TempDir private Path folder;
    private InMemoryDirectoryServer server;
    private Path authorities;
    private Store store;

    @BeforeEach
    void open() throws Exception {
        store = Store.open(Home.open(folder.resolve("home")));
        start(0);
    }

    /// @param most entries that an answer may have, 0 = any number
    private void start(int most) throws Exception {
        ObjectPair<File, char[]> key =
                SelfSignedCertificateGenerator.generateTemporarySelfSignedCertificate(
                        "test", "PKCS12");
        File file = Objects.requireNonNull(key.getFirst());
        char[] secret = Objects.requireNonNull(key.getSecond());
        authorities = folder.resolve("authorities.p12");
        KeyStore own = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(file.toPath())) {
            own.load(in, secret);
        }
        KeyStore trusted = KeyStore.getInstance("PKCS12");
        trusted.load(null, null);
        trusted.setCertificateEntry("ca", own.getCertificate(own.aliases().nextElement()));
        try (OutputStream out = Files.newOutputStream(authorities)) {
            trusted.store(out, null);
        }
        SSLUtil tls =
                new SSLUtil(
                        new KeyStoreKeyManager(file, secret, "PKCS12", null),
                        new TrustAllTrustManager());
        InetAddress loopback = InetAddress.ofLiteral("127.0.0.1");
        InMemoryDirectoryServerConfig config = new InMemoryDirectoryServerConfig("dc=example");
        config.setSchema(null);
        config.setMaxSizeLimit(most);
        config.addAdditionalBindCredentials(ADMIN, PASSWORD);
        config.setAuthenticationRequiredOperationTypes(OperationType.SEARCH);
        config.setListenerConfigs(
                InMemoryListenerConfig.createLDAPConfig(
                        "plain", loopback, 0, tls.createSSLSocketFactory()),
                InMemoryListenerConfig.createLDAPSConfig(
                        "tls",
                        loopback,
                        0,
                        tls.createSSLServerSocketFactory(),
                        tls.createSSLSocketFactory()));
        server = new InMemoryDirectoryServer(config);
        server.startListening();
        server.add("dn: dc=example", "objectClass: domain", "dc: example");
        server.add("dn: ou=Sales,dc=example", "objectClass: organizationalUnit", "ou: Sales");
        for (int i = 0; i < PEOPLE; i++) {
            server.add(
                    "dn: uid=u" + i + ",ou=Sales,dc=example",
                    "objectClass: person",
                    "uid: u" + i,
                    "ipHostNumber: 10.0." + (i >> 8) + "." + (i & 0xff));
        }
    }

    @AfterEach
    void close() {
        store.close();
        server.shutDown(true);
    }

    @Test
    void everyPageOfAnAnswerIsReadOverTls() {
        assertThat(imported("ldaps", PASSWORD, false).tally().added()).isEqualTo(PEOPLE);
        DirectorySnapshot directory = new Directory(store).current();
        assertThat(directory.users()).hasSize(PEOPLE);
        assertThat(directory.memberships()).hasSize(PEOPLE);
        assertThat(directory.department("Sales")).isPresent();
    }

    @Test
    void aServerWithoutTlsOfItsOwnIsAskedForIt() {
        assertThat(imported("ldap", PASSWORD, false).tally().added()).isEqualTo(PEOPLE);
    }

    @Test
    void whatIsGoneFromTheServerEndsWithASynchronisation() throws Exception {
        imported("ldaps", PASSWORD, true);
        server.delete("uid=u7,ou=Sales,dc=example");
        server.add("dn: ou=Works,dc=example", "objectClass: organizationalUnit", "ou: Works");
        server.modifyDN("uid=u8,ou=Sales,dc=example", "uid=u8", true, "ou=Works,dc=example");
        ImportOutcome.Compared second = imported("ldaps", PASSWORD, true);
        assertThat(second.tally().ended()).isEqualTo(2);
        assertThat(second.tally().added()).isEqualTo(1);
        DirectorySnapshot directory = new Directory(store).current();
        long works = directory.department("Works").orElseThrow().id();
        long moved = directory.user("u8").orElseThrow().id();
        Instant later = Instant.parse("2026-03-11T00:00:00Z");
        assertThat(directory.departmentOf(moved, later)).isEqualTo(works);
        assertThat(directory.departmentOf(directory.user("u7").orElseThrow().id(), later)).isZero();
        assertThat(imported("ldaps", PASSWORD, true).changes().isEmpty()).isTrue();
    }

    @Test
    void aWrongPasswordAndAnUnknownCertificateAreToldAndChangeNothing() {
        assertThatExceptionOfType(UnreadableFile.class)
                .isThrownBy(() -> imported("ldaps", "wrong", true))
                .withMessageContaining("invalid credentials");
        authorities = folder.resolve("none");
        assertThatExceptionOfType(UnreadableFile.class)
                .isThrownBy(() -> answer("ldaps", PASSWORD, true, Optional.empty()))
                .withMessageContaining("127.0.0.1:");
        assertThat(store.revision()).isZero();
    }

    @Test
    void anAnswerThatTheServerCutOffIsNone() throws Exception {
        imported("ldaps", PASSWORD, true);
        long revision = store.revision();
        server.shutDown(true);
        start(100);
        assertThatExceptionOfType(UnreadableFile.class)
                .isThrownBy(() -> imported("ldaps", PASSWORD, true))
                .withMessageContaining("size limit exceeded");
        assertThat(store.revision()).isEqualTo(revision);
    }

    @Test
    void anAddressThatIsNoServersIsRefused() {
        assertThatExceptionOfType(BadImport.class)
                .isThrownBy(() -> LdapQuestion.of("http://x", false, "dc=x", "(a=*)", ""))
                .withMessageStartingWith("'http://x' is no address of an LDAP server");
        assertThat(LdapQuestion.of("ldaps://x", false, "dc=x", "(a=*)", "").port()).isEqualTo(636);
        assertThat(LdapQuestion.of("ldap://x", false, "dc=x", "(a=*)", "").security())
                .isEqualTo(LdapQuestion.Security.START_TLS);
    }

    private ImportOutcome.Compared imported(String scheme, String password, boolean complete) {
        ImportOutcome outcome = answer(scheme, password, complete, Optional.of(authorities));
        assertThat(outcome).isInstanceOf(ImportOutcome.Compared.class);
        return (ImportOutcome.Compared) outcome;
    }

    private ImportOutcome answer(
            String scheme, String password, boolean complete, Optional<Path> trusted) {
        int port = server.getListenPort(scheme.equals("ldaps") ? "tls" : "plain");
        LdapQuestion question =
                LdapQuestion.of(
                        scheme + "://127.0.0.1:" + port,
                        false,
                        "dc=example",
                        "(objectClass=person)",
                        ADMIN);
        return new DirectoryImport(store, AccountingZone.UTC)
                .answer(
                        question.server(),
                        new LdapEntries(question, password, trusted, MAPPING),
                        MAPPING,
                        new ImportOptions(
                                "corp",
                                false,
                                false,
                                new Telling.State(
                                        Instant.parse("2026-03-10T00:00:00Z"),
                                        true,
                                        complete,
                                        false)),
                        "anna");
    }
}
