package net.flowtally.collector.lfap;

import static net.flowtally.collector.lfap.Streams.hex;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import net.flowtally.ledger.address.Address;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What a stream makes of LFAP messages, octet for octet from RFC 2124 and the drafts.
class LfapFlowsTest {
    private final Streams streams = new Streams();

    @Test
    void aSessionOfVersion5IsCountedToTheByte() {
        streams.sent(1, Streams.NOON - 20_000, "050900010101 0008 004b0004 00000003");
        for (byte[] message : Streams.messages(Streams.read("lfap_v5_session.cce2fas.bin"))) {
            assertThat(streams.take(message)).isEmpty();
        }
        Streams.Total first = streams.flow(1L);
        assertThat(first.source).isEqualTo(Address.parse("10.1.1.10"));
        assertThat(first.destination).isEqualTo(Address.parse("192.0.2.80"));
        assertThat(first.protocol).isEqualTo(6);
        assertThat(first.sourcePort).isEqualTo(40000);
        assertThat(first.destinationPort).isEqualTo(80);
        assertThat(first.input).isEqualTo(3);
        assertThat(first.output).isEqualTo(7);
        assertThat(List.of(first.bytes, first.bytesBack, first.packets, first.packetsBack))
                .containsExactly(6000L, 2000L, 40L, 20L);
        assertThat(first.closed).isTrue();
        // asked 20 ms before the answer, which said 360000 ticks: that was 10 ms before noon
        assertThat(first.start).isEqualTo(Streams.NOON - 10_000 + 100 * 10_000);
        assertThat(first.end).isEqualTo(Streams.NOON - 10_000 + 18_000 * 10_000L);
        Streams.Total second = streams.flow(2L);
        assertThat(second.protocol).isEqualTo(17);
        assertThat(second.sourcePort).isEqualTo(5353);
        assertThat(List.of(second.bytes, second.bytesBack, second.packets, second.packetsBack))
                .containsExactly(120L, 80L, 1L, 1L);
        Streams.Total third = streams.flow(3L);
        assertThat(third.tos).isEqualTo(0xb8);
        assertThat(List.of(third.bytes, third.bytesBack, third.packets, third.packetsBack))
                .containsExactly(1_000_500L, 50_100L, 705L, 351L);
        assertThat(streams.figure("admissions")).isEqualTo(3);
        assertThat(streams.figure("updates")).isEqualTo(6);
        assertThat(streams.figure("activeFlows")).isZero();
        assertThat(streams.figure("peakFlows")).isEqualTo(3);
        assertThat(streams.tallies).containsOnlyKeys("192.0.2.9 LFAP v5", "10.255.0.1 LFAP v5");
    }

    @Test
    void aSessionOfVersion1IsCountedAndAcknowledged() {
        for (byte[] message : Streams.messages(Streams.read("lfap_v1_session.cce2fas.bin"))) {
            assertThat(streams.take(message)).isEmpty();
        }
        Streams.Total first = streams.flow(1L);
        assertThat(List.of(first.bytes, first.bytesBack)).containsExactly(5000L, 700L);
        Streams.Total second = streams.flow(2L);
        assertThat(List.of(second.bytes, second.bytesBack)).containsExactly(600L, 80L);
        assertThat(streams.answers)
                .containsExactly(
                        "0102000000020000",
                        "0102000000030000",
                        "0105000000040000",
                        "0105000000050000",
                        "0105000000060018000708040000000100000001000000090013000400000001");
        assertThat(streams.figure("unknownFlows")).isEqualTo(1);
        assertThat(streams.figure("unknownFlowsBytes")).isEqualTo(2);
        assertThat(streams.figure("activeFlows")).isEqualTo(1);
    }

    private static byte[] far1(int id, long number, String destination, long ticks) {
        return new LfapWriter(1, Lfap.V1.FAR, 0, id)
                .address(Lfap.V1.SOURCE, Address.parse("10.0.0.1"))
                .address(Lfap.V1.DESTINATION, Address.parse(destination))
                .flowId(0x100000001L, number)
                .number(Lfap.V1.TIME, ticks)
                .octets();
    }

    private static byte[] fun(int version, int id, long number, long ticks, int bytes, long value) {
        boolean isV1 = version == 1;
        return new LfapWriter(version, isV1 ? Lfap.V1.FUN : Lfap.V5.FUN, isV1 ? 0 : 1, id)
                .number(isV1 ? Lfap.V1.TIME : Lfap.V5.TIME, ticks)
                .flowId(0x100000001L, number)
                .counters(bytes, value, 0)
                .octets();
    }

    @Test
    void anAdmissionSaidAgainIsAnsweredAgainAndAnotherOneIsAmbiguous() {
        streams.take(far1(1, 5, "10.0.0.2", 100));
        streams.take(far1(2, 5, "10.0.0.2", 100));
        streams.take(far1(3, 5, "10.0.0.3", 100));
        assertThat(streams.answers)
                .containsExactly(
                        "0102000000010000",
                        "0102000000020000",
                        "0102000000030018"
                                + "000708040000000100000001"
                                + "00000005"
                                + "0013000400000002");
        assertThat(streams.figure("admissions")).isEqualTo(1);
        assertThat(streams.figure("ambiguousAdmissions")).isEqualTo(1);
        assertThat(streams.flow(5L).destination).isEqualTo(Address.parse("10.0.0.2"));
    }

    @Test
    void aReportThatIsSaidAgainOverANewConnectionCountsOnce() {
        streams.take(far1(1, 5, "10.0.0.2", 100));
        streams.take(fun(1, 2, 5, 200, Lfap.V1.BYTES_DELTA, 70));
        streams.take(fun(1, 3, 5, 300, Lfap.V1.BYTES_DELTA, 70));
        streams.lfap.disconnected(1);
        streams.lfap.connected(2, streams.now, Streams.AGENT.hi(), Streams.AGENT.lo());
        streams.take(2, fun(1, 9, 5, 200, Lfap.V1.BYTES_DELTA, 70));
        streams.take(2, fun(1, 10, 5, 300, Lfap.V1.BYTES_DELTA, 70));
        streams.take(2, fun(1, 11, 5, 400, Lfap.V1.BYTES_DELTA, 70));
        assertThat(streams.flow(5L).bytes).isEqualTo(210);
        assertThat(streams.tally("192.0.2.9 LFAP v1").repeated).isEqualTo(2);
    }

    @Test
    void anUpdateThatWasRefusedCountsOnceItsFlowIsAdmitted() {
        streams.take(fun(1, 1, 7, 200, Lfap.V1.BYTES_RUNNING, 500));
        assertThat(streams.flows).isEmpty();
        streams.take(far1(2, 7, "10.0.0.2", 100));
        streams.take(fun(1, 3, 7, 200, Lfap.V1.BYTES_RUNNING, 500));
        Streams.Total flow = streams.flow(7L);
        assertThat(flow.bytes).isEqualTo(500);
        assertThat(flow.resumed).isTrue();
        assertThat(streams.figure("activeFlows")).isEqualTo(1);
    }

    @Test
    void whatWasRefusedCountsOnceAlthoughItsAgentHasGoneOnMeanwhile() {
        streams.take(fun(1, 1, 7, 200, Lfap.V1.BYTES_DELTA, 20));
        streams.take(fun(1, 2, 7, 300, Lfap.V1.BYTES_DELTA, 30));
        streams.take(far1(3, 7, "10.0.0.2", 100));
        streams.take(fun(1, 1, 7, 200, Lfap.V1.BYTES_DELTA, 20));
        streams.take(fun(1, 4, 7, 400, Lfap.V1.BYTES_DELTA, 40));
        streams.take(fun(1, 2, 7, 300, Lfap.V1.BYTES_DELTA, 30));
        assertThat(streams.flow(7L).bytes).isEqualTo(90);
        streams.take(fun(1, 2, 7, 300, Lfap.V1.BYTES_DELTA, 30));
        streams.take(fun(1, 4, 7, 400, Lfap.V1.BYTES_DELTA, 40));
        assertThat(streams.flow(7L).bytes).isEqualTo(90);
        assertThat(streams.tally("192.0.2.9 LFAP v1").repeated).isEqualTo(2);
    }

    @Test
    void admissionsOfLongAgoThatAreAskedForOrSaidAgainAreNoNewStartOfTheAgent() {
        long now = 10_000_000;
        streams.take(far1(1, 8, "10.0.0.3", now - 100));
        streams.take(fun(1, 2, 8, now, Lfap.V1.BYTES_DELTA, 30));
        streams.take(fun(1, 3, 7, now, Lfap.V1.BYTES_DELTA, 20));
        streams.take(far1(4, 7, "10.0.0.2", now - 2 * Peer.RESTART_TICKS));
        streams.take(far1(5, 7, "10.0.0.2", now - 2 * Peer.RESTART_TICKS));
        streams.take(fun(1, 2, 8, now, Lfap.V1.BYTES_DELTA, 30));
        streams.take(fun(1, 3, 7, now, Lfap.V1.BYTES_DELTA, 20));
        assertThat(streams.figure("agentRestarts")).isZero();
        assertThat(streams.flow(8L).bytes).isEqualTo(30);
        assertThat(streams.flow(7L).bytes).isEqualTo(20);
    }

    @Test
    void aFlowThatAnotherServerAdmittedIsKeptUnderItsId() {
        streams.take(fun(5, 1, 7, 200, Lfap.V5.BYTES_RUNNING, 500));
        streams.take(fun(5, 2, 7, 300, Lfap.V5.BYTES_RUNNING, 600));
        Streams.Total flow = streams.flow(7L);
        assertThat(flow.bytes).isEqualTo(600);
        assertThat(flow.resumed).isTrue();
        assertThat(flow.rebased).isEqualTo(1);
        assertThat(flow.source).isEqualTo(Address.NONE);
        assertThat(streams.figure("resumedFlows")).isEqualTo(1);
        assertThat(streams.figure("activeFlows")).isEqualTo(1);
    }

    @Test
    void aRunningCounterThatFallsBeganAnewAndCountsWhole() {
        streams.take(far1(1, 5, "10.0.0.2", 100));
        streams.take(fun(1, 2, 5, 200, Lfap.V1.BYTES_RUNNING, 70));
        streams.take(fun(1, 3, 5, 300, Lfap.V1.BYTES_RUNNING, 20));
        assertThat(streams.flow(5L).bytes).isEqualTo(90);
    }

    @Test
    void ticksThatWrapGoOn() {
        streams.take(far1(1, 5, "10.0.0.2", 0xffff_ff00L));
        streams.now += 10_000_000;
        streams.take(fun(1, 2, 5, 0x2e8, Lfap.V1.BYTES_DELTA, 70));
        Streams.Total flow = streams.flow(5L);
        assertThat(flow.end - flow.start).isEqualTo(10_000_000);
    }

    @Test
    void anAgentThatStartedAnewMayUseItsNumbersAgain() {
        byte[] first =
                new LfapWriter(5, Lfap.V5.FAR, 1, 1)
                        .flowId(0, 1)
                        .number(Lfap.V5.TIME, 9_000_000)
                        .address(Lfap.V5.SOURCE, Address.parse("10.0.0.1"))
                        .address(Lfap.V5.DESTINATION, Address.parse("10.0.0.2"))
                        .octets();
        byte[] again =
                new LfapWriter(5, Lfap.V5.FAR, 1, 1)
                        .flowId(0, 1)
                        .number(Lfap.V5.TIME, 500)
                        .address(Lfap.V5.SOURCE, Address.parse("10.0.0.7"))
                        .address(Lfap.V5.DESTINATION, Address.parse("10.0.0.8"))
                        .octets();
        streams.take(first);
        streams.lfap.disconnected(1);
        streams.lfap.connected(2, streams.now, Streams.AGENT.hi(), Streams.AGENT.lo());
        streams.take(2, again);
        assertThat(streams.flow(1L).source).isEqualTo(Address.parse("10.0.0.7"));
        assertThat(streams.figure("agentRestarts")).isEqualTo(1);
        assertThat(streams.figure("activeFlows")).isEqualTo(1);
        assertThat(streams.figure("ambiguousAdmissions")).isZero();
    }

    @Test
    void unknownElementsAreSkippedWhetherOrNotTheirLengthCountsThePadding() {
        String id = "0041 0804 0000000100000001 00000001";
        String odd = "0071 0005 0102030405 000000" + "7001 0008 0102030405060708";
        String counted = "0052 0010 0000000000000009 0000000000000000";
        String time = "0045 0004 00000064";
        byte[] body = hex(odd + time + id + counted);
        byte[] message = Arrays.copyOf(hex("05080001 0007 0000"), 8 + body.length);
        message[7] = (byte) body.length;
        System.arraycopy(body, 0, message, 8, body.length);
        assertThat(streams.take(message)).isEmpty();
        assertThat(streams.flow(1L).bytes).isEqualTo(9);
    }

    @Test
    void theOlderNumberingIsKnownByItsLengths() {
        byte[] message =
                new LfapWriter(5, Lfap.V5.FUN, 1, 3)
                        .number(Lfap.V5.TIME, 100)
                        .flowId(1, 2)
                        .number(79, Lfap.V5.INACTIVE)
                        .counters(80, 1000, 10)
                        .counters(82, 5, 1)
                        .octets();
        assertThat(streams.take(message)).isEmpty();
        Streams.Total flow = streams.flow(2L);
        assertThat(List.of(flow.bytes, flow.bytesBack, flow.packets, flow.packetsBack))
                .containsExactly(1000L, 10L, 5L, 1L);
        assertThat(flow.closed).isTrue();
    }

    @Test
    void anUpdateOfAThousandRecordsIsReadWhole() {
        LfapWriter writer = new LfapWriter(5, Lfap.V5.FUN, 1, 3).multiple();
        writer.number(Lfap.V5.TIME, 700).format();
        writer.flowIdHeader(true).header(Lfap.V5.BYTES_DELTA, 16).records();
        for (int i = 1; i <= 2000; i++) {
            writer.flowIdValue(9, i).u64(i).u64(2L * i);
        }
        assertThat(streams.take(writer.endMultiple().octets())).isEmpty();
        assertThat(streams.flows).hasSize(2000);
        assertThat(streams.flow(2000L).bytesBack).isEqualTo(4000);
        assertThat(streams.tally("192.0.2.9 LFAP v5").repeated).isZero();
    }

    @Test
    void theLastRecordOfAnUpdateCountsOnceAlsoWhereNoUptimeIsTold() {
        LfapWriter writer = new LfapWriter(5, Lfap.V5.FUN, 1, 3).multiple();
        writer.number(Lfap.V5.UTC_TIME, 1_772_366_400L).format();
        writer.flowIdHeader(true).header(Lfap.V5.BYTES_DELTA, 16).records();
        writer.flowIdValue(9, 1).u64(10).u64(0).flowIdValue(9, 2).u64(20).u64(0);
        assertThat(streams.take(writer.endMultiple().octets())).isEmpty();
        assertThat(streams.flow(2L).bytes).isEqualTo(20);
    }

    @Test
    void recordsBeforeATornOneCountAndTheMessageIsCorrupt() {
        LfapWriter writer = new LfapWriter(1, Lfap.V1.FUN, 0, 3).multiple();
        writer.number(Lfap.V1.TIME, 700).format();
        writer.flowIdHeader(true).header(Lfap.V1.BYTES_DELTA, 16).records();
        writer.flowIdValue(0x100000001L, 5).u64(50).u64(0).flowIdValue(0x100000001L, 6);
        streams.take(far1(1, 5, "10.0.0.2", 100));
        assertThat(streams.take(writer.endMultiple().octets())).isNotEmpty();
        assertThat(streams.flow(5L).bytes).isEqualTo(50);
        assertThat(streams.answers.getLast()).isEqualTo("0105000100030000");
        assertThat(streams.tally("192.0.2.9 LFAP v1").malformed).isEqualTo(1);
    }

    @Test
    void aFlowThatEndedIsForgottenAfterTenMinutes() {
        streams.take(far1(1, 5, "10.0.0.2", 100));
        byte[] end =
                new LfapWriter(1, Lfap.V1.FUN, 0, 4)
                        .number(Lfap.V1.TIME, 200)
                        .flowId(0x100000001L, 5)
                        .number(Lfap.V1.STATE, Lfap.V1.INACTIVE)
                        .octets();
        streams.take(end);
        assertThat(streams.lfap.size()).isEqualTo(1);
        streams.lfap.advance(streams.now + 500_000_000L, Answers.NONE, 0);
        assertThat(streams.lfap.size()).isEqualTo(1);
        for (int second = 601; second < 700; second++) {
            streams.lfap.advance(streams.now + second * 1_000_000L, Answers.NONE, 0);
        }
        assertThat(streams.lfap.size()).isZero();
    }

    @Test
    void whatIsSavedGoesOnAsBefore() throws IOException {
        List<byte[]> messages = Streams.messages(Streams.read("lfap_v5_session.cce2fas.bin"));
        Streams whole = new Streams();
        messages.forEach(whole::take);
        for (int cut = 0; cut < messages.size(); cut++) {
            Streams first = new Streams();
            messages.subList(0, cut).forEach(first::take);
            ByteArrayOutputStream saved = new ByteArrayOutputStream();
            first.lfap.save(new DataOutputStream(saved));
            Streams second = new Streams();
            LfapFlows lfap = new LfapFlows();
            lfap.load(new DataInputStream(new ByteArrayInputStream(saved.toByteArray())));
            ByteArrayOutputStream again = new ByteArrayOutputStream();
            lfap.save(new DataOutputStream(again));
            assertThat(again.toByteArray()).isEqualTo(saved.toByteArray());
            lfap.close();
            second.lfap.close();
        }
        assertThat(whole.flows).hasSize(3);
    }

    @ParameterizedTest
    @ValueSource(strings = {"lfap_v1_session.cce2fas.bin", "lfap_v5_session.cce2fas.bin"})
    void whateverIsDoneToAMessageItIsReadOrCorrupt(String name) {
        long seed = System.nanoTime();
        SplittableRandom random = new SplittableRandom(seed);
        for (byte[] message : Streams.messages(Streams.read(name))) {
            for (int cut = 8; cut < message.length; cut++) {
                streams.take(Arrays.copyOf(message, cut));
            }
            for (int i = 0; i < message.length * 8; i++) {
                byte[] flipped = message.clone();
                flipped[i / 8] ^= (byte) (1 << i % 8);
                streams.take(flipped);
                int at = random.nextInt(message.length);
                flipped[at] = (byte) random.nextInt();
                streams.take(flipped);
            }
        }
        assertThat(streams.lfap.size()).as("seed %d", seed).isPositive();
    }
}
