package net.flowtally.collector.decode;

import static net.flowtally.collector.decode.Message.ipfix;
import static net.flowtally.collector.decode.Message.set;
import static net.flowtally.collector.decode.Message.templateX;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import net.flowtally.collector.decode.RecordingSink.Seen;
import net.flowtally.collector.exporter.ExporterTally;
import net.flowtally.collector.flow.Datagram;
import org.junit.jupiter.api.Test;

/// IPFIX over connections: what RFC 7011 sections 8.1 and 10.4 say of templates there.
class SessionsTest {
    private final DecodingBench bench = new DecodingBench();

    @Test
    void templatesOfAConnectionEndWithIt() {
        bench.decoders.connected(1);
        message(1, ipfix(0, 1, templateX(256, 1, 4), set(256, "000003e8")));
        bench.decoders.disconnected(1);
        bench.decoders.connected(2);
        ExporterTally tally = message(2, ipfix(0, 1, set(256, "000003e9")));
        assertThat(bench.seen()).extracting(Seen::bytes).containsExactly(1000L);
        bench.decoders.disconnected(2);
        assertThat(tally.unknownTemplate).isEqualTo(1);
    }

    @Test
    void twoConnectionsOfOneExporterHaveTemplatesOfTheirOwn() {
        message(1, ipfix(0, 1, templateX(256, 1, 4)));
        message(2, ipfix(0, 1, templateX(256, 2, 4, 1, 4)));
        message(1, ipfix(0, 1, set(256, "000003e8")));
        message(2, ipfix(0, 1, set(256, "00000001 00000064")));
        bench.octets(ipfix(0, 1, set(256, "000003e8")));
        assertThat(bench.seen()).extracting(Seen::bytes).containsExactly(1000L, 100L);
    }

    @Test
    void aWithdrawalHoldsOverAConnectionAndNotOverUdp() {
        byte[] template = ipfix(0, 1, templateX(256, 1, 4), templateX(257, 1, 4));
        byte[] withdrawal = ipfix(0, 1, set(2, "0100 0000"));
        message(1, template);
        message(1, withdrawal);
        message(1, ipfix(0, 1, set(256, "000003e8"), set(257, "00000001")));
        assertThat(bench.seen()).extracting(Seen::bytes).containsExactly(1L);

        bench.octets(template);
        bench.octets(withdrawal);
        bench.octets(ipfix(0, 1, set(256, "000003e8")));
        assertThat(bench.seen()).extracting(Seen::bytes).containsExactly(1L, 1000L);
    }

    @Test
    void allTemplatesOfAKindCanBeWithdrawnAtOnce() {
        byte[] options = set(3, "0102 0001 0001 0095 0004");
        message(1, ipfix(0, 1, templateX(256, 1, 4), templateX(257, 1, 4), options));
        message(1, ipfix(0, 1, set(2, "0002 0000")));
        ExporterTally tally = message(1, ipfix(0, 1, set(256, "000003e8"), set(258, "00000001")));
        assertThat(bench.seen()).isEmpty();
        assertThat(tally.optionsRecords).isEqualTo(1);
        message(1, ipfix(0, 1, set(3, "0003 0000"), set(258, "00000002")));
        assertThat(tally.optionsRecords).isEqualTo(1);
    }

    @Test
    void aSetBeforeAWithdrawalInTheSameMessageIsRead() {
        message(1, ipfix(0, 1, templateX(256, 1, 4)));
        message(1, ipfix(0, 1, set(256, "000003e8"), set(2, "0100 0000")));
        assertThat(bench.seen()).extracting(Seen::bytes).containsExactly(1000L);
    }

    /// Who tells his templates anew has not begun to count every packet.
    @Test
    void ratesOutliveTheWithdrawalOfAllTemplates() {
        message(
                1,
                ipfix(
                        0,
                        1,
                        set(3, "0101 0002 0001 0095 0004 0022 0004"),
                        set(257, "00000001 00000064"),
                        templateX(256, 1, 4)));
        message(1, ipfix(1, 1, set(3, "0003 0000")));
        message(1, ipfix(1, 1, set(2, "0002 0000")));
        message(1, ipfix(1, 1, templateX(256, 1, 4), set(256, "000003e8")));
        assertThat(bench.seen()).extracting(Seen::rateNumerator).containsExactly(100L);
    }

    @Test
    void totalsThatRunOnAreNotBookedAgainOnANewConnection() {
        byte[] template = templateX(256, 85, 4, 148, 4);
        message(1, ipfix(0, 1, template, set(256, "000003e8 00000007")));
        bench.decoders.disconnected(1);
        message(2, ipfix(0, 1, template, set(256, "000007d0 00000007")));
        assertThat(bench.seen()).extracting(Seen::bytes).containsExactly(1000L, 1000L);
    }

    @Test
    void theFirstConnectionOfACollectorEndsThoseOfTheOneBefore() {
        message(7, ipfix(0, 1, templateX(256, 1, 4)));
        bench.decoders.connected(1);
        message(7, ipfix(0, 1, set(256, "000003e8")));
        assertThat(bench.seen()).isEmpty();
    }

    @Test
    void whatIsNoIpfixOnAConnectionIsMalformed() {
        ExporterTally tally =
                message(1, DecodingBench.bytes("47455420 2f204854 54502f31 2e310d0a"));
        assertThat(tally.malformed).isEqualTo(1);
        assertThat(tally.protocol).isEqualTo("IPFIX");
        assertThat(bench.troubles).containsExactly("no IPFIX on a connection for it");
    }

    @Test
    void aCheckpointHoldsTheConnections() throws IOException {
        message(1, ipfix(0, 1, templateX(256, 1, 4), set(300, "00")));
        ByteArrayOutputStream saved = new ByteArrayOutputStream();
        bench.decoders.save(new DataOutputStream(saved));
        bench.decoders =
                Decoders.load(new DataInputStream(new ByteArrayInputStream(saved.toByteArray())));
        ExporterTally tally = message(1, ipfix(0, 1, set(256, "000003e8"), set(2, "0100 0000")));
        message(1, ipfix(1, 1, set(256, "000003e8")));
        assertThat(bench.seen()).extracting(Seen::bytes).containsExactly(1000L);
        bench.decoders.giveUpParked();
        assertThat(tally.unknownTemplate).isEqualTo(2);
    }

    private ExporterTally message(int connection, byte[] octets) {
        Datagram message = new Datagram();
        message.wrap(MemorySegment.ofArray(octets), 0, octets.length);
        message.sourceHi = bench.from.hi();
        message.sourceLo = bench.from.lo();
        message.receivedAt = bench.clock;
        bench.clock += 1_000_000;
        ExporterTally tally = bench.decoders.tallyMessage(message);
        bench.sink.begin(message);
        try {
            bench.decoders.decodeMessage(message, connection, tally, bench.sink);
        } catch (MalformedDatagram e) {
            bench.troubles.add(e.getMessage());
        }
        return tally;
    }
}
