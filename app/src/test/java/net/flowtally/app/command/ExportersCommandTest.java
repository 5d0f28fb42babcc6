package net.flowtally.app.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import net.flowtally.app.acceptance.Program;
import net.flowtally.app.acceptance.Program.Outcome;
import net.flowtally.collector.simulate.NetFlow5Encoding;
import net.flowtally.collector.simulate.SimulatedFlow;
import net.flowtally.collector.stream.Replay;
import net.flowtally.ledger.address.Address;
import net.flowtally.ledger.store.Home;
import net.flowtally.ledger.store.Store;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ExportersCommandTest {
    private static final long BEGIN = 1_772_323_200_000L;

    @TempDir private Path directory;

    private Outcome run(String words) {
        return Program.here((words + " --home " + directory.resolve("home")).split(" ", -1));
    }

    /// Two routers, of which the first reports a flow of twenty minutes.
    private void replay() {
        Home home = Home.open(directory.resolve("home"));
        try (Store store = Store.open(home)) {
            new Replay(home, store, Clock.systemUTC())
                    .run(
                            "told",
                            sink -> {
                                for (int router = 1; router <= 2; router++) {
                                    sink.accept(
                                            BEGIN * 1000,
                                            Address.parse("192.0.2." + router),
                                            2055,
                                            ByteBuffer.wrap(datagram(router == 1 ? 1_200 : 50)));
                                }
                            },
                            (_, _) -> {});
        }
    }

    private static byte[] datagram(int seconds) {
        return new NetFlow5Encoding(BEGIN - 10_000_000, 0)
                .datagram(
                        List.of(
                                new SimulatedFlow(
                                        Address.parse("10.1.1.1"),
                                        Address.parse("198.51.100.7"),
                                        40_000,
                                        443,
                                        6,
                                        0x18,
                                        0,
                                        1,
                                        2,
                                        9_000L + seconds,
                                        10,
                                        BEGIN - seconds * 1000L,
                                        BEGIN)),
                        BEGIN);
    }

    @Test
    void decidesListsAndExplains() {
        replay();
        assertThat(run("exporters list").orFail().lines())
                .hasSize(4)
                .anyMatch(line ->
                        line.matches("192\\.0\\.2\\.1 +replayed +NetFlow v5 +2026-03-01 00:00.*"))
                .contains("1 thing is wrong; 'flowtally exporters lint' tells what to change.");
        assertThat(run("exporters approve 192.0.2.1 --name core").orFail())
                .isEqualToIgnoringNewLines("Exporter 192.0.2.1 is approved.");
        run("exporters refuse 192.0.2.9").orFail();
        run("exporters allow 192.0.2.0/24").orFail();
        run("exporters prefer 192.0.2.2 5").orFail();
        run("exporters sample 192.0.2.1 256/2").orFail();
        run("exporters limit 192.0.2.1 --accounted 10.0.0.0/8,2001:db8::/32").orFail();
        assertThat(run("exporters list --json").orFail())
                .containsSubsequence(
                        "\"address\" : \"192.0.2.1\"",
                        "\"name\" : \"core\"",
                        "\"state\" : \"approved\"",
                        "\"findings\" : [ \"active_timeout\" ]",
                        "\"address\" : \"192.0.2.2\"",
                        "\"state\" : \"allowed\"",
                        "\"preference\" : 5",
                        "\"address\" : \"192.0.2.9\"",
                        "\"state\" : \"refused\"");
        assertThat(run("exporters explain 192.0.2.1").orFail())
                .contains(
                        "core (192.0.2.1)",
                        "It is approved",
                        "1 datagram of NetFlow v5 with 1 flow record, ",
                        "An administrator set its sampling rate to 256/2.",
                        "Only flows that touch one of [10.0.0.0/8, 2001:db8::/32]",
                        "do not count: 192.0.2.2 is preferred.",
                        "It names 2 interfaces: 1 (1 in, 0 out), 2 (0 in, 1 out).",
                        "the longest 20 min 0 s",
                        "Cisco NX-OS: 'flow timeout active 60'");
        assertThat(run("exporters limit 192.0.2.9 --accounted 10.0.0.0/8").err())
                .contains("is refused; approve it first");
    }

    @Test
    void lintEndsWithOneWhereSomethingIsFound() {
        replay();
        Outcome all = run("exporters lint");
        assertThat(all.exit()).isOne();
        assertThat(all.out()).contains("192.0.2.1").doesNotContain("192.0.2.2");
        Outcome clean = run("exporters lint 192.0.2.2");
        assertThat(clean.exit()).isZero();
        assertThat(clean.out()).startsWith("Nothing is wrong");
    }

    @Test
    void theListFitsATerminalOfAHundredColumns() {
        replay();
        run("exporters approve 192.0.2.1 --name router-in-the-cellar-of-the-old-building").orFail();
        run("exporters refuse 198.51.100.199").orFail();
        assertThat(run("exporters list").orFail().lines())
                .allMatch(line -> line.length() <= 100)
                .anyMatch(line -> line.contains("  router-i…  approved"));
        assertThat(run("exporters list --json").orFail())
                .contains("\"router-in-the-cellar-of-the-old-building\"");
    }

    @Test
    void aProgramIsToldTheSameAsAReader() {
        replay();
        run("exporters limit 192.0.2.1 --accounted 10.0.0.0/8").orFail();
        assertThat(run("exporters explain 192.0.2.1 --json").orFail())
                .containsSubsequence(
                        "\"address\" : \"192.0.2.1\"",
                        "\"accounted\" : [ \"10.0.0.0/8\" ]",
                        "\"seenInterfaces\" : [ {",
                        "\"interface\" : \"1\"",
                        "\"duplicates\" : [ {",
                        "\"loser\" : \"192.0.2.1\"",
                        "\"winner\" : \"192.0.2.2\"",
                        "\"reason\" : \"figures\"",
                        "\"bytes\" : 7650");
        Outcome lint = run("exporters lint --json");
        assertThat(lint.exit()).isOne();
        assertThat(lint.out())
                .containsSubsequence(
                        "\"address\" : \"192.0.2.1\"",
                        "\"subject\" : \"active_timeout\"",
                        "\"device\" : \"Cisco IOS, IOS XE\"");
        Outcome clean = run("exporters lint 192.0.2.2 --json");
        assertThat(clean.exit()).isZero();
        assertThat(clean.out().strip()).matches("\\[\\s*]");
    }

    @Test
    void releasesAreMadeListedAndRevoked() {
        replay();
        assertThat(
                        run("exporters release 192.0.2.1 --reason future --shift -8h"
                                        + " --from 2026-03-01 --to 2026-03-02")
                                .orFail())
                .contains("Release 1 is made");
        assertThat(run("exporters release").orFail())
                .contains("192.0.2.1", "FUTURE", "shift -480 min");
        assertThat(run("exporters release 192.0.2.1 --reason future --shift soon").exit())
                .isEqualTo(2);
        assertThat(run("exporters revoke 1").orFail()).contains("revoked");
        assertThat(run("exporters revoke 1").exit()).isEqualTo(2);
        assertThat(run("exporters release").orFail().strip()).isEqualTo("Nothing is released.");
        Outcome half = run("exporters release 192.0.2.1 --rate 5");
        assertThat(half.exit()).isEqualTo(2);
        assertThat(half.err()).contains("needs both ADDRESS and --reason");
    }
}
