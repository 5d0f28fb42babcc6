package net.flowtally.collector.decode;

import static net.flowtally.collector.decode.Message.hex16;
import static net.flowtally.collector.decode.Message.ipfix;
import static net.flowtally.collector.decode.Message.set;
import static net.flowtally.collector.decode.Message.templateX;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import net.flowtally.collector.decode.RecordingSink.Seen;
import net.flowtally.ledger.address.Address;
import net.flowtally.ledger.exporter.ExporterFact;
import org.junit.jupiter.api.Test;

/// Structured data (RFC 6313) between the protocol and the octets of a record.
class StructuredDataTest {
    private static final int VARIABLE = 0xffff;
    private static final int ALL_OF = 3;

    private final DecodingBench bench = new DecodingBench();

    @Test
    void theOneValueOfABasicListCounts() {
        // 14 output interface, 4 octets; 8 source address; 12 destination address
        read(
                basic(ALL_OF, 14, 4, "00000007"),
                basic(ALL_OF, 8, 4, "0a000101"),
                basic(255, 12, 4, "c0000250"));
        assertThat(bench.seen()).extracting(Seen::outputInterface).containsExactly(7, 0, 0);
        assertThat(bench.seen().get(1).source()).isEqualTo(Address.parse("10.0.1.1"));
        assertThat(bench.seen().get(2).destination()).isEqualTo(Address.parse("192.0.2.80"));
        assertThat(bench.seen()).allMatch(seen -> seen.bytes() == 1000 && seen.protocol() == 6);
        assertThat(passedOver()).isZero();
    }

    @Test
    void aValueOfVaryingLengthInAListCounts() {
        read("03" + hex16(7, VARIABLE) + "02 9c40", "03" + hex16(7, VARIABLE) + "ff0002 9c41");
        assertThat(bench.seen()).extracting(Seen::sourcePort).containsExactly(40_000, 40_001);
    }

    @Test
    void aListOfSeveralValuesOrOfWhatIsNotSoIsPassedOverAndCounted() {
        read(
                basic(ALL_OF, 14, 4, "00000007 00000008"),
                basic(0, 14, 4, "00000007"),
                basic(ALL_OF, 291, VARIABLE, "05 03 000e 0001 07"),
                basic(ALL_OF, 14, 9, "000000000000000007"));
        assertThat(bench.seen())
                .hasSize(4)
                .allMatch(seen -> seen.outputInterface() == 0 && seen.bytes() == 1000);
        assertThat(passedOver()).isEqualTo(4);
    }

    @Test
    void whatHasNoColumnAndEmptyListsAreSteppedOver() {
        // 70 is an MPLS label, 0x8001 of enterprise 9 a vendor's field
        read(
                basic(ALL_OF, 70, 3, "000101 000201"),
                "03" + hex16(0x8001, 4) + "00000009 00000001 00000002",
                basic(ALL_OF, 14, 4, ""),
                "");
        assertThat(bench.seen()).hasSize(4).allMatch(seen -> seen.bytes() == 1000);
        assertThat(passedOver()).isZero();
    }

    @Test
    void whatTheRecordItselfTellsIsNotReplaced() {
        read(basic(ALL_OF, 1, 4, "000007d0"));
        assertThat(bench.sink.bytes()).isEqualTo(1000);
        assertThat(passedOver()).isOne();
    }

    @Test
    void theOneRecordOfASubTemplateListCounts() {
        bench.octets(
                ipfix(
                        0,
                        1,
                        templateX(300, 8, 4, 12, 4, 14, 4),
                        templateX(256, 4, 1, 292, VARIABLE, 1, 4),
                        set(256, record("03 012c 0a000101 c0000250 00000007")),
                        set(
                                256,
                                record(
                                        "03 012c 0a000101 c0000250 00000007 0a000102 c0000250"
                                                + " 00000008"),
                                record("03 0fff 0a000101"))));
        assertThat(bench.seen()).extracting(Seen::outputInterface).containsExactly(7, 0, 0);
        assertThat(bench.seen().getFirst().destination()).isEqualTo(Address.parse("192.0.2.80"));
        assertThat(passedOver()).isEqualTo(2);
    }

    @Test
    void theRecordsOfSeveralTemplatesInAMultiListCount() {
        bench.octets(
                ipfix(
                        0,
                        1,
                        templateX(300, 8, 4, 12, 4),
                        templateX(301, 7, 2, 11, VARIABLE),
                        templateX(256, 4, 1, 293, VARIABLE, 1, 4),
                        set(
                                256,
                                record("03 012c 000c 0a000101 c0000250 012d 0009 9c40 02 01bb"),
                                record("03 012c 0003 0a000101"))));
        Seen seen = bench.seen().getFirst();
        assertThat(seen.source()).isEqualTo(Address.parse("10.0.1.1"));
        assertThat(seen.sourcePort()).isEqualTo(40_000);
        assertThat(seen.destinationPort()).isEqualTo(443);
        assertThat(bench.seen()).hasSize(2).allMatch(each -> each.bytes() == 1000);
        assertThat(passedOver()).isOne();
    }

    @Test
    void aListThatClaimsMoreThanTheSetEndsTheSet() {
        bench.octets(
                ipfix(
                        0,
                        1,
                        templateX(256, 4, 1, 291, VARIABLE, 1, 4),
                        set(
                                256,
                                record(basic(ALL_OF, 14, 4, "00000007")),
                                "06 fe 03 000e 0004 00000007")));
        assertThat(bench.seen()).hasSize(1);
        assertThat(bench.troubles).containsExactly("IPFIX set that cannot be read");
    }

    /// Reads records with one list each, in front of 1000 octets.
    private void read(String... lists) {
        StringBuilder records = new StringBuilder();
        for (String list : lists) {
            records.append(record(list));
        }
        bench.octets(
                ipfix(
                        0,
                        1,
                        templateX(256, 4, 1, 291, VARIABLE, 1, 4),
                        set(256, records.toString())));
        assertThat(bench.troubles).isEmpty();
    }

    private static String record(String list) {
        return "06 " + String.format("%02x", DecodingBench.bytes(list).length) + list + "000003e8";
    }

    private static String basic(int semantic, int element, int length, String values) {
        return String.format("%02x", semantic) + hex16(element, length) + values;
    }

    private long passedOver() {
        List<ExporterFact> facts = bench.decoders.takeFacts();
        return facts.stream()
                .filter(ExporterFact.Statistic.class::isInstance)
                .mapToLong(fact -> ((ExporterFact.Statistic) fact).value())
                .sum();
    }
}
