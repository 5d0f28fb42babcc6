package net.flowtally.app.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.unboundid.ldap.listener.InMemoryDirectoryServer;
import com.unboundid.ldap.listener.InMemoryDirectoryServerConfig;
import com.unboundid.ldap.listener.InMemoryListenerConfig;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import net.flowtally.app.acceptance.Program;
import net.flowtally.app.acceptance.Program.Outcome;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ImportSourcesCommandTest {
    private static final Instant NOON = Instant.parse("2026-03-10T12:00:00Z");

    @TempDir private Path folder;
    private Instant now = NOON;

    private Outcome run(String words) {
        return Program.here(
                Clock.fixed(now, ZoneOffset.UTC),
                (words + " --home " + folder.resolve("home")).split(" ", -1));
    }

    private Path file(String name, String text) throws IOException {
        return Files.writeString(folder.resolve(name), text);
    }

    private String ownerOf(String address) {
        return run("directory owner " + address).orFail();
    }

    @Test
    void aSavedImportRunsAgainWhenItsTimeHasComeAndEndsWhatIsGone() throws IOException {
        Path hr = file("hr.csv", "who,unit,ip\nann,Sales,10.0.0.1\nben,Works,10.0.0.2\n");
        run("import directory "
                        + hr
                        + " --map user=who,department=unit,address=ip --complete --save hr --every"
                        + " 1h")
                .orFail();
        assertThat(run("import sources").orFail())
                .contains(
                        "hr",
                        "    every  1h",
                        "    file  " + hr,
                        "    mapping  department=unit,user=who,address=ip",
                        "    last run  2026-03-10T12:00:00Z  2 rows: 2 added");
        file("hr.csv", "who,unit,ip\nann,Works,10.0.0.1\n");
        now = NOON.plus(Duration.ofMinutes(50));
        assertThat(run("import sources --run-due").orFail()).isEmpty();
        now = NOON.plus(Duration.ofMinutes(59));
        assertThat(run("import sources --run-due --dry-run").orFail()).contains("A dry run");
        assertThat(run("import sources --run-due").orFail()).contains("hr:", "2 ended");
        assertThat(ownerOf("10.0.0.1")).contains("Works, user ann");
        assertThat(ownerOf("10.0.0.2")).contains("Unassigned");
        assertThat(run("import sources --run-due").orFail()).isEmpty();
        run("directory undo").orFail();
        assertThat(ownerOf("10.0.0.2")).contains("Works, user ben");
    }

    @Test
    void oneThatFailsIsToldDueAgainAndDoesNotKeepTheOthersFromRunning() throws IOException {
        Path one = file("one.csv", "department,user,workstation,address,from,to\nA,,,10.0.0.1,,\n");
        Path two = file("two.csv", "department,user,workstation,address,from,to\nB,,,10.0.0.2,,\n");
        run("import directory " + one + " --save one --every 1d").orFail();
        run("import directory " + two + " --save two --every 1d").orFail();
        file("two.csv", "department,user,workstation,address,from,to\nC,,,10.0.0.3,,\n");
        Files.delete(one);
        now = NOON.plus(Duration.ofDays(1));
        Outcome due = run("import sources --run-due");
        assertThat(due.exit()).isEqualTo(ExitCode.FAILED);
        assertThat(due.err()).contains("There is no file " + one);
        assertThat(ownerOf("10.0.0.3")).contains(": C");
        assertThat(run("import sources").orFail()).contains("FAILED  There is no file " + one);
        assertThat(run("import sources --run-due").out()).contains("one:").doesNotContain("two:");
        run("import sources --remove one").orFail();
        assertThat(run("import sources --run-due").orFail()).isEmpty();
        assertThat(run("import sources --run one").err()).contains("Nothing is saved under one.");
    }

    @Test
    void whatIsNotMeantToBeSavedIsRefused() throws IOException {
        Path file = file("f.csv", "department,user,workstation,address,from,to\nA,,,10.0.0.1,,\n");
        assertThat(run("import directory " + file + " --save x --dry-run").exit())
                .isEqualTo(ExitCode.REFUSED);
        assertThat(run("import directory " + file + " --save x --every soon").err())
                .contains("'soon' is no time; write 30m, 12h or 1d.");
        assertThat(run("import directory " + file + " --every 1h").err())
                .contains("--every goes with --save.");
        assertThat(run("import sources").orFail()).isEmpty();
        assertThat(ownerOf("10.0.0.1")).contains("Unassigned");
        file("f.csv", "department,user\n");
        assertThat(run("import directory " + file + " --save x").exit()).isEqualTo(ExitCode.FAILED);
        assertThat(run("import sources").orFail()).isEmpty();
    }

    @Test
    void aMappingIsTakenFromWhatWasSaved() throws IOException {
        Path first = file("a.csv", "who,ip\nann,10.0.0.1\n");
        run("import directory " + first + " --map user=who,address=ip,department:=A --save a")
                .orFail();
        Path second = file("b.csv", "IP,Who\n10.0.0.2,ben\n");
        run("import directory " + second + " --mapping a --source a").orFail();
        assertThat(ownerOf("10.0.0.2")).contains("A, user ben");
    }

    @Test
    void aServerIsSynchronisedByItsName() throws Exception {
        InMemoryDirectoryServerConfig config = new InMemoryDirectoryServerConfig("dc=example");
        config.setSchema(null);
        config.setListenerConfigs(
                InMemoryListenerConfig.createLDAPConfig(
                        "plain", InetAddress.ofLiteral("127.0.0.1"), 0, null));
        InMemoryDirectoryServer server = new InMemoryDirectoryServer(config);
        server.startListening();
        try {
            server.add("dn: dc=example", "objectClass: domain", "dc: example");
            server.add("dn: ou=Sales,dc=example", "objectClass: organizationalUnit", "ou: Sales");
            server.add(
                    "dn: uid=ann,ou=Sales,dc=example",
                    "objectClass: person",
                    "uid: ann",
                    "ipHostNumber: 10.0.0.1");
            run("import ldap --plain --url ldap://127.0.0.1:"
                            + server.getListenPort()
                            + " --base dc=example --complete --save corp --every 12h")
                    .orFail();
            assertThat(ownerOf("10.0.0.1")).contains("Sales, user ann");
            server.delete("uid=ann,ou=Sales,dc=example");
            now = NOON.plus(Duration.ofHours(12));
            run("import sources --run-due").orFail();
            assertThat(ownerOf("10.0.0.1")).contains("Unassigned");
        } finally {
            server.shutDown(true);
        }
        Outcome gone = run("import sources --run corp");
        assertThat(gone.exit()).isEqualTo(ExitCode.FAILED);
        assertThat(run("import sources").orFail()).contains("FAILED");
    }

    @Test
    void aPasswordThatOthersCanReadIsNotUsed() throws IOException {
        assumeTrue(FileSystems.getDefault().supportedFileAttributeViews().contains("posix"));
        Path secret = file("secret", "let me in\n");
        Files.setPosixFilePermissions(secret, PosixFilePermissions.fromString("rw-r-----"));
        String ask =
                "import ldap --url ldaps://127.0.0.1:1 --base dc=x --bind-dn cn=x --password-file "
                        + secret;
        assertThat(run(ask).err())
                .contains(
                        "Others can read the password in "
                                + secret
                                + "; let only its owner read it (chmod 600).");
        Files.setPosixFilePermissions(secret, PosixFilePermissions.fromString("rw-------"));
        assertThat(run(ask).err()).contains("127.0.0.1:1 cannot be read");
        assertThat(run("import ldap --url ldaps://127.0.0.1:1 --base dc=x --bind-dn cn=x").err())
                .contains("--bind-dn needs --password-file");
        assertThat(
                        run("import ldap --plain --url ldap://127.0.0.1:1 --base dc=x --bind-dn cn=x"
                                        + " --password-file "
                                        + secret)
                                .err())
                .contains("No password is sent over an unprotected connection.");
    }
}
