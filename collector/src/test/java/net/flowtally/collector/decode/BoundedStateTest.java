package net.flowtally.collector.decode;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Set;
import net.flowtally.collector.exporter.ExporterTally;
import net.flowtally.ledger.address.Address;
import org.junit.jupiter.api.Test;

/// However many exporters send, and whatever they send: what is remembered of them is bounded, what
/// is left out is counted, and an honest exporter is read all the same.
class BoundedStateTest {
    private static final Address HONEST = Address.parse("192.0.2.99");

    private final DecodingBench bench = new DecodingBench();

    @Test
    void sourcesBeyondTheMostAreCountedTogetherAndThoseWithARuleAreRead() {
        bench.decoders.named(Set.of(HONEST));
        byte[] datagram =
                ByteBuffer.allocate(24 + 48).putShort((short) 5).putShort((short) 1).array();
        for (int i = 0; i < Decoders.MAX_EXPORTERS + 900; i++) {
            datagram[16] = (byte) i;
            bench.from = Address.v4(0x0a000000 + i);
            bench.octets(datagram);
        }
        assertThat(bench.decoders.tallies()).hasSize(Decoders.MAX_EXPORTERS + 1);
        ExporterTally others = bench.decoders.tallies().getLast();
        assertThat(others.protocol).isEqualTo(Decoders.OTHERS);
        assertThat(others.datagrams).isEqualTo(900);
        bench.from = HONEST;
        assertThat(bench.octets(datagram).protocol).isEqualTo(Decoders.NETFLOW_5);
        bench.from = Address.v4(0x0a000000);
        assertThat(bench.octets(datagram).datagrams).isEqualTo(2);
    }

    @Test
    void templatesOfAllExportersTogetherAreBounded() {
        for (int exporter = 0; exporter < 300; exporter++) {
            bench.from = Address.v4(0x0a000000 + exporter);
            for (int id = 256; id < 256 + 12; id++) {
                bench.octets(template(id, 1000));
            }
        }
        assertThat(bench.decoders.left()).isBetween(0L, 100_000L);
        honestExporterIsRead();
    }

    @Test
    void dataThatWaitsForTemplatesIsBoundedForAllExportersTogether() {
        for (int exporter = 0; exporter < 300; exporter++) {
            bench.from = Address.v4(0x0a000000 + exporter);
            for (int i = 0; i < 5; i++) {
                bench.octets(Message.v9(i, i, Message.set(300, "00".repeat(60_000))));
            }
        }
        assertThat(bench.decoders.left()).isBetween(0L, 100_000L);
        long givenUp =
                bench.decoders.tallies().stream().mapToLong(tally -> tally.unknownTemplate).sum();
        assertThat(givenUp).isPositive();
        honestExporterIsRead();
        bench.decoders.giveUpParked();
        long all =
                bench.decoders.tallies().stream().mapToLong(tally -> tally.unknownTemplate).sum();
        assertThat(all).isEqualTo(1500);
        assertThat(bench.decoders.left()).isGreaterThan(40L << 20);
    }

    @Test
    void sequencesOfAllExportersTogetherAreBounded() {
        for (int exporter = 0; exporter < 100; exporter++) {
            bench.from = Address.v4(0x0a000000 + exporter);
            for (int source = 0; source < 1000; source++) {
                bench.octets(Message.v9(1, source));
            }
        }
        assertThat(bench.decoders.left()).isNotNegative();
        honestExporterIsRead();
    }

    /// Each exporter tells rates of a thousand samplers in each of its domains.
    @Test
    void samplersOfAllExportersTogetherAreBounded() {
        StringBuilder rates = new StringBuilder();
        for (int sampler = 1; sampler <= 1000; sampler++) {
            rates.append(String.format("00000001 %08x 00000064", sampler));
        }
        for (int exporter = 0; exporter < 700; exporter++) {
            bench.from = Address.v4(0x0a000000 + exporter);
            for (int source = 0; source < 4; source++) {
                bench.octets(
                        Message.v9(
                                1,
                                source,
                                Message.options9(257, 48, 4, 34, 4),
                                Message.set(257, rates.toString())));
            }
        }
        assertThat(bench.decoders.left()).isBetween(0L, 100_000L);
        honestExporterIsRead();
    }

    @Test
    void whatIsRememberedIsChargedAgainAfterARestart() throws IOException {
        for (int exporter = 0; exporter < 20; exporter++) {
            bench.from = Address.v4(0x0a000000 + exporter);
            for (int id = 256; id < 256 + 12; id++) {
                bench.octets(template(id, 100));
            }
            bench.octets(Message.v9(7, 3, Message.set(999, "00".repeat(5000))));
            StringBuilder rates = new StringBuilder();
            for (int sampler = 1; sampler <= 100; sampler++) {
                rates.append(String.format("00000001 %08x 00000064", sampler));
            }
            bench.octets(
                    Message.v9(
                            8,
                            4,
                            Message.options9(257, 48, 4, 34, 4),
                            Message.set(257, rates.toString())));
        }
        ByteArrayOutputStream saved = new ByteArrayOutputStream();
        bench.decoders.save(new DataOutputStream(saved));
        Decoders loaded =
                Decoders.load(new DataInputStream(new ByteArrayInputStream(saved.toByteArray())));
        assertThat(loaded.left()).isEqualTo(bench.decoders.left()).isLessThan(47L << 20);
    }

    /// A template of unknown elements, so that each can be as long as it likes.
    private static byte[] template(int id, int fields) {
        int[] pairs = new int[fields * 2];
        for (int i = 0; i < fields; i++) {
            pairs[2 * i] = 400 + i % 100;
            pairs[2 * i + 1] = 1 + (id + i) % 7;
        }
        return Message.v9(id, 1, Message.template9(id, pairs));
    }

    private void honestExporterIsRead() {
        bench.from = HONEST;
        int before = bench.seen().size();
        bench.octets(
                Message.v9(
                        1,
                        1,
                        Message.template9(256, 8, 4, 12, 4, 1, 4, 2, 4),
                        Message.set(256, "0a000001 0a000002 00000064 00000001")));
        assertThat(bench.seen()).hasSize(before + 1);
    }
}
