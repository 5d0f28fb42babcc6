package net.flowtally.collector.lfap;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.stream.IntStream;
import net.flowtally.ledger.Cancellation;
import net.flowtally.ledger.Progress;
import net.flowtally.ledger.address.Address;
import net.flowtally.ledger.calls.CallArchive;
import net.flowtally.ledger.calls.CallReader;
import net.flowtally.ledger.calls.Compaction;
import net.flowtally.ledger.calls.CompactionRun;
import net.flowtally.ledger.store.Home;
import net.flowtally.ledger.store.Store;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Servers in concert that die while agents tell them of flows: whatever is said again, and to
/// whom, and in whichever order the streams commit, the ledger ends in the truth.
@Timeout(240)
class LfapConcertTest {
    private static final Address AGENT = Address.parse("192.0.2.9");
    private static final long NOON = 1_772_366_400_000_000L;
    private static final long MINUTE = 60_000_000L;
    private static final long QUARTER = 15 * MINUTE;

    @TempDir Path folder;

    private final long seed = Long.getLong("seed", System.nanoTime());
    private final SplittableRandom random = new SplittableRandom(seed);
    private Home home;
    private Store store;
    private CallArchive archive;
    private final List<ConcertServer> servers = new ArrayList<>();

    @BeforeEach
    void open() {
        home = Home.open(folder.resolve("home"));
        store = Store.open(home);
        archive = new CallArchive(home, store);
    }

    @AfterEach
    void close() {
        servers.forEach(ConcertServer::close);
        store.close();
    }

    private void serve(String... names) {
        for (String name : names) {
            servers.add(new ConcertServer(name, AGENT));
        }
    }

    @ParameterizedTest
    @CsvSource({"1,true,2", "1,false,2", "5,false,2", "1,true,3", "1,false,3", "5,false,3"})
    void killsAndRepeatsInAnyOrderEndInTheTruth(int version, boolean deltas, int count) {
        serve(Arrays.copyOf(new String[] {"primary", "secondary", "b"}, count));
        ConcertAgent agent = new ConcertAgent(random, servers, version, deltas, NOON);
        agent.risk = 0.05;
        for (int step = 0; step < 150; step++) {
            if (agent.flows() < 12 && random.nextInt(4) == 0) {
                agent.admit();
            }
            agent.now += random.nextInt(1, 60) * 1_000_000L;
            List<Integer> flows =
                    IntStream.range(0, agent.flows())
                            .filter(_ -> random.nextInt(3) > 0)
                            .boxed()
                            .toList();
            flows.forEach(agent::carry);
            if (!flows.isEmpty()) {
                agent.report(flows);
            }
        }
        agent.risk = 0;
        agent.now += 1_000_000;
        agent.report(IntStream.range(0, agent.flows()).boxed().toList());
        commitAll();

        Map<String, long[]> truth = new TreeMap<>();
        for (int flow = 0; flow < agent.flows(); flow++) {
            truth.put(ConcertAgent.source(flow).toString(), agent.counted(flow));
        }
        List<String> calls = calls();
        assertThat(agent.lost).as("seed %d", seed).isPositive();
        assertThat(text(totals(calls))).as("seed %d", seed).isEqualTo(text(truth));

        servers.forEach(server -> archive.finish(server.name));
        CompactionRun run =
                new Compaction(home, store, Clock.offset(Clock.systemUTC(), Duration.ofDays(1)))
                        .run(Cancellation.none(), Progress.NONE);

        assertThat(run.replaced()).as("seed %d", seed).isPositive();
        assertThat(calls()).as("seed %d", seed).isEqualTo(calls);
    }

    @ParameterizedTest
    @CsvSource({"true", "false"})
    void whatIsSaidAgainAcrossAQuarterHoursBorderIsTakenOffWhereItWasBooked(boolean deltas) {
        serve("primary", "secondary");
        ConcertAgent agent =
                new ConcertAgent(random, servers, 1, deltas, NOON + QUARTER - 3 * MINUTE);
        agent.admit();
        for (int minute = 0; minute < 2; minute++) {
            agent.now += MINUTE;
            agent.carry(0);
            agent.report(List.of(0));
        }
        long[] before = agent.counted(0).clone();
        // the primary journals what came before the border and after it, and dies unheard
        agent.isUnheard = true;
        agent.now += MINUTE;
        agent.carry(0);
        agent.report(List.of(0));
        long[] atBorder = agent.counted(0).clone();
        agent.now += MINUTE;
        agent.carry(0);
        agent.report(List.of(0));
        agent.isUnheard = false;
        agent.loseServer();
        agent.now += MINUTE;
        agent.carry(0);
        agent.report(List.of(0));
        commitAll();

        List<String> expected = new ArrayList<>();
        for (int quarter = 0; quarter < 2; quarter++) {
            StringBuilder line = new StringBuilder(ConcertAgent.source(0) + " " + quarter);
            for (int i = 0; i < 4; i++) {
                long first = atBorder[i];
                line.append(' ').append(quarter == 0 ? first : agent.counted(0)[i] - first);
            }
            expected.add(line.toString());
        }
        assertThat(before).as("seed %d", seed).isNotEqualTo(atBorder);
        assertThat(calls()).as("seed %d", seed).isEqualTo(expected);
    }

    /// Commits what the servers have, a file at a time and in any order.
    private void commitAll() {
        servers.forEach(ConcertServer::drain);
        while (servers.stream().anyMatch(ConcertServer::hasMore)) {
            ConcertServer server = servers.get(random.nextInt(servers.size()));
            if (server.hasMore()) {
                server.commit(archive, random.nextInt(1, 6));
            }
        }
    }

    /// Each call and quarter hour: source, quarter hour, bytes and packets there and back.
    private List<String> calls() {
        List<String> calls = new ArrayList<>();
        try (CallReader reader = archive.reader()) {
            reader.electedCalls(
                    Long.MIN_VALUE,
                    Long.MAX_VALUE,
                    Long.MAX_VALUE,
                    call ->
                            calls.add(
                                    new Address(call.callerHi, call.callerLo)
                                            + " "
                                            + (call.quarter - NOON) / QUARTER
                                            + " "
                                            + call.bytesSent
                                            + " "
                                            + call.bytesReceived
                                            + " "
                                            + call.packetsSent
                                            + " "
                                            + call.packetsReceived));
        }
        return calls;
    }

    private Map<String, long[]> totals(List<String> calls) {
        Map<String, long[]> totals = new TreeMap<>();
        for (String call : calls) {
            String[] words = call.split(" ", -1);
            long[] total = totals.computeIfAbsent(words[0], _ -> new long[4]);
            for (int i = 0; i < 4; i++) {
                long part = Long.parseLong(words[2 + i]);
                assertThat(part).as("seed %d: %s", seed, call).isNotNegative();
                total[i] += part;
            }
        }
        return totals;
    }

    private static String text(Map<String, long[]> totals) {
        StringBuilder text = new StringBuilder();
        totals.forEach((key, values) ->
                text.append(key).append(' ').append(Arrays.toString(values)).append('\n'));
        return text.toString();
    }
}
