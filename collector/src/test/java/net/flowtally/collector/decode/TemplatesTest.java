package net.flowtally.collector.decode;

import static net.flowtally.collector.decode.Message.ipfix;
import static net.flowtally.collector.decode.Message.options9;
import static net.flowtally.collector.decode.Message.set;
import static net.flowtally.collector.decode.Message.template9;
import static net.flowtally.collector.decode.Message.templateX;
import static net.flowtally.collector.decode.Message.v9;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.util.Arrays;
import net.flowtally.collector.decode.RecordingSink.Seen;
import net.flowtally.collector.exporter.ExporterTally;
import net.flowtally.ledger.address.Address;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/// Corners of templates and sets that real exporters went round.
class TemplatesTest {
    // source, destination, protocol, octets, packets
    private static final int[] PLAIN = {8, 4, 12, 4, 4, 1, 1, 4, 2, 4};
    private static final String RECORD = "0a000101 c6336409 06 000003e8 0000000a";

    private final DecodingBench bench = new DecodingBench();

    @Nested
    class DataBeforeItsTemplate {
        @Test
        void isParkedAndReadWithItsOwnTimesWhenTheTemplateComes() {
            long then = bench.clock;
            bench.octets(v9(1, 7, set(256, RECORD)));
            assertThat(bench.seen()).isEmpty();

            bench.clock += 60_000_000;
            byte[] late =
                    v9(2, 7, template9(256, PLAIN), set(256, "0a000102", RECORD.substring(8)));
            late[11] = 60; // the exporter's clock goes on, too
            ExporterTally tally = bench.octets(late);

            assertThat(bench.seen())
                    .extracting(Seen::source, Seen::receivedAt, Seen::exportedAt, Seen::position)
                    .containsExactly(
                            tuple(Address.parse("10.0.1.1"), then, Message.EXPORT, 0L),
                            tuple(
                                    Address.parse("10.0.1.2"),
                                    then + 61_000_000,
                                    Message.EXPORT + 60_000_000,
                                    61_000_000L));
            assertThat(tally.unknownTemplate).isZero();
        }

        @Test
        void isReadWhenTheTemplateStandsLaterInTheDatagram() {
            ExporterTally tally =
                    bench.octets(ipfix(0, 1, set(256, RECORD), templateX(256, PLAIN)));
            assertThat(bench.seen()).hasSize(1);
            bench.octets(ipfix(1, 1, set(256, RECORD)));
            assertThat(tally.lost).isZero();
        }

        @Test
        void isGivenUpAfterFiveMinutes() {
            ExporterTally tally = bench.octets(v9(1, 7, set(256, RECORD)));
            bench.decoders.advance(bench.clock - 1_000_000 + 300_000_000);
            assertThat(tally.unknownTemplate).isZero();
            bench.decoders.advance(bench.clock - 1_000_000 + 300_000_001);
            assertThat(tally.unknownTemplate).isEqualTo(1);

            bench.octets(v9(2, 7, template9(256, PLAIN)));
            assertThat(bench.seen()).isEmpty();
        }

        @Test
        void isGivenUpOldestFirstPastAThousandSetsAndAllAtTheEnd() {
            ExporterTally tally = bench.octets(v9(0, 7, set(256, RECORD)));
            bench.clock -= 1_000_000;
            for (int i = 1; i <= 1001; i++) {
                bench.octets(v9(i, 7, set(256, RECORD)));
                bench.clock -= 1_000_000;
            }
            assertThat(tally.unknownTemplate).isEqualTo(2);
            bench.decoders.giveUpParked();
            assertThat(tally.unknownTemplate).isEqualTo(1002);
        }

        @Test
        void isBoundedByFourMebibytes() {
            byte[] large = set(256, "00".repeat(60_000));
            ExporterTally tally = bench.octets(v9(0, 7, large));
            for (int i = 1; i < 70; i++) {
                bench.octets(v9(i, 7, large));
            }
            assertThat(tally.unknownTemplate).isEqualTo(1);
        }

        @Test
        void isReadWhateverPortOfTheExporterItCameFrom() {
            bench.port = 50_001;
            bench.octets(v9(1, 7, template9(256, 1, 4)));
            bench.port = 50_002;
            bench.octets(v9(2, 7, set(256, "000003e8")));
            assertThat(bench.sink.bytes()).isEqualTo(1000);
        }

        @Test
        void ofAnotherExporterIsNotReadByThisTemplate() {
            bench.octets(v9(1, 7, template9(256, 1, 4)));
            bench.from = Address.parse("192.0.2.2");
            bench.octets(v9(1, 7, set(256, "000003e8")));
            assertThat(bench.seen()).isEmpty();
        }

        /// The numbers of one version say nothing of those of the other.
        @Test
        void ofAnotherVersionIsNotReadByThisTemplate() {
            bench.octets(v9(1, 7, template9(256, 1, 4)));
            bench.octets(ipfix(0, 7, set(256, "000003e8")));
            assertThat(bench.seen()).isEmpty();
        }

        @Test
        void ofAReservedSetIdIsPassedOver() {
            bench.octets(
                    v9(
                            1,
                            7,
                            template9(256, 1, 4),
                            set(2, "000003e8"),
                            set(255, "000003e8"),
                            set(256, "000003e8")));
            assertThat(bench.sink.bytes()).isEqualTo(1000);
            assertThat(bench.troubles).isEmpty();
        }

        @Test
        void ofAnotherSourceIdIsNotReadByThisTemplate() {
            bench.octets(v9(0, 7, template9(256, PLAIN)));
            bench.octets(v9(0, 8, set(256, RECORD)));
            assertThat(bench.seen()).isEmpty();
        }
    }

    @Nested
    class Definitions {
        @Test
        void aTemplateToldAnewReplacesTheOldOneAtOnceAlsoWithinADatagram() {
            bench.octets(
                    v9(
                            1,
                            7,
                            template9(256, PLAIN),
                            set(256, RECORD),
                            template9(256, 1, 8, 8, 4, 12, 4),
                            set(256, "00000000000007d0 0a000102 c6336409")));
            assertThat(bench.seen()).extracting(Seen::bytes).containsExactly(1000L, 2000L);
        }

        @Test
        void aDataTemplateMayBecomeAnOptionsTemplateAndBack() {
            bench.octets(v9(1, 7, template9(256, PLAIN), set(256, RECORD)));
            ExporterTally tally =
                    bench.octets(
                            v9(2, 7, options9(256, 40, 8), set(256, "00000001 0000000000000fff")));
            bench.octets(v9(3, 7, template9(256, PLAIN), set(256, RECORD)));
            assertThat(bench.sink.bytes()).isEqualTo(2000);
            assertThat(tally.optionsRecords).isEqualTo(1);
        }

        @Test
        void aWithdrawalOverUdpIsIgnored() {
            bench.octets(ipfix(0, 1, templateX(256, PLAIN)));
            bench.octets(
                    ipfix(0, 1, set(2, "0100 0000"), set(2, "0002 0000"), set(3, "0100 0000")));
            bench.octets(ipfix(0, 1, set(256, RECORD)));
            assertThat(bench.seen()).hasSize(1);
            assertThat(bench.troubles).isEmpty();
        }

        @Test
        void severalTemplatesShareASet() {
            bench.octets(
                    ipfix(
                            0,
                            1,
                            set(
                                    2,
                                    "0100 0002 0008 0004 0001 0004",
                                    "0101 0002 000c 0004 0001 0002",
                                    "0000"), // padding
                            set(256, "0a000101 00000001"),
                            set(257, "0a000102 0002")));
            assertThat(bench.seen()).extracting(Seen::bytes).containsExactly(1L, 2L);
            assertThat(bench.troubles).isEmpty();
        }

        @Test
        void ofAThousandTemplatesTheLeastUsedOneGoes() {
            bench.octets(v9(0, 7, template9(256, PLAIN)));
            bench.octets(v9(1, 7, template9(257, PLAIN)));
            bench.octets(v9(2, 7, set(256, RECORD)));
            for (int i = 0; i < 999; i++) {
                bench.octets(v9(3 + i, 7, template9(258 + i, PLAIN)));
            }
            bench.octets(v9(2000, 7, set(256, RECORD)));
            assertThat(bench.seen()).hasSize(2);
            bench.octets(v9(2001, 7, set(257, RECORD)));
            assertThat(bench.seen()).hasSize(2);
        }

        @Test
        void aTemplateOfMoreThanAThousandFieldsIsNotKept() {
            int[] fields = new int[2 * 1001];
            Arrays.fill(fields, 1);
            ExporterTally tally = bench.octets(v9(0, 7, template9(256, fields)));
            assertThat(tally.malformed).isEqualTo(1);
        }

        @Test
        void aTemplateWithoutAnyOctetNeverLoops() {
            ExporterTally tally =
                    bench.octets(v9(0, 7, template9(256, 84, 0), set(256, "00000000")));
            assertThat(bench.seen()).isEmpty();
            assertThat(tally.malformed).isEqualTo(1);
        }
    }

    @Nested
    class Lengths {
        @Test
        void aCountInTheHeaderIsNeverBelieved() {
            byte[] datagram = v9(1, 7, template9(256, PLAIN), set(256, RECORD, RECORD));
            datagram[3] = 1;
            bench.octets(datagram);
            assertThat(bench.seen()).hasSize(2);
        }

        @Test
        void aSetLengthBelowFourStopsTheDatagram() {
            for (String length : new String[] {"0000", "0001", "0002", "0003"}) {
                bench.octets(
                        v9(
                                1,
                                7,
                                template9(256, PLAIN),
                                set(256, RECORD),
                                DecodingBench.bytes("0100" + length)));
            }
            assertThat(bench.seen()).hasSize(4);
            assertThat(bench.troubles).hasSize(4);
        }

        @Test
        void aTailOfZerosIsNothing() {
            bench.octets(v9(1, 7, template9(256, PLAIN), set(256, RECORD), new byte[1200]));
            assertThat(bench.seen()).hasSize(1);
            assertThat(bench.troubles).isEmpty();
        }

        @Test
        void ofASetLongerThanTheDatagramItsWholeRecordsAreRead() {
            byte[] datagram = ipfix(0, 1, templateX(256, PLAIN), set(256, RECORD, RECORD));
            byte[] cut = Arrays.copyOf(datagram, datagram.length - 3);
            ExporterTally tally = bench.octets(cut);
            assertThat(bench.seen()).hasSize(1);
            assertThat(tally.malformed).isEqualTo(1);
        }

        @Test
        void octetsBehindAnIpfixMessageAreIgnored() {
            byte[] message = ipfix(0, 1, templateX(256, PLAIN), set(256, RECORD));
            bench.octets(Message.joined(message, set(256, RECORD)));
            assertThat(bench.seen()).hasSize(1);
            assertThat(bench.troubles).isEmpty();
        }

        @Test
        void paddingIsWhateverIsShorterThanARecordZeroOrNot() {
            bench.octets(v9(1, 7, template9(256, PLAIN), set(256, RECORD, "ffffffff ffffffff ff")));
            assertThat(bench.seen()).hasSize(1);
            assertThat(bench.troubles).isEmpty();
        }

        @Test
        void fieldsOfVaryingLengthAreSteppedOverInV9Too() {
            // 84 sampler name, 1 octets, 95 application id, 2 packets
            int[] fields = {8, 4, 84, 0xffff, 1, 4, 95, 0xffff, 2, 2};
            String first = "0a000101 03 616263 000003e8 00 000a";
            String second = "0a000102 ff0101" + "41".repeat(257) + "000007d0 04 0d000001 0014";
            bench.octets(v9(1, 7, template9(256, fields), set(256, first, second, "000000")));
            bench.octets(ipfix(0, 1, templateX(256, fields), set(256, first, second)));
            assertThat(bench.seen())
                    .extracting(Seen::bytes)
                    .containsExactly(1000L, 2000L, 1000L, 2000L);
            assertThat(bench.seen()).extracting(Seen::packets).containsExactly(10L, 20L, 10L, 20L);
        }

        @Test
        void aVaryingLengthBeyondTheSetEndsIt() {
            ExporterTally tally =
                    bench.octets(
                            ipfix(
                                    0,
                                    1,
                                    templateX(256, 1, 4, 84, 0xffff),
                                    set(256, "00000001 09 6162")));
            assertThat(bench.seen()).isEmpty();
            assertThat(tally.malformed).isEqualTo(1);
        }

        @Test
        void numbersMayHaveAnyLengthUpToEightOctets() {
            bench.octets(
                    ipfix(
                            0,
                            1,
                            templateX(256, 1, 3, 2, 5, 10, 1, 14, 3, 16, 2),
                            set(256, "011170 0000000032 07 010000 fde8")));
            Seen seen = bench.seen().getFirst();
            assertThat(seen.bytes()).isEqualTo(70_000);
            assertThat(seen.packets()).isEqualTo(50);
            assertThat(seen.inputInterface()).isEqualTo(7);
            assertThat(seen.outputInterface()).isEqualTo(65_536);
            assertThat(seen.sourceAs()).isEqualTo(65_000);
        }

        @Test
        void fieldsOfImpossibleLengthTypeZeroAndLengthZeroAreSteppedOver() {
            // an IPv4 address of 16 octets, type 0, element 84 of no octets, octets of 9 octets
            int[] fields = {8, 16, 0, 3, 84, 0, 12, 4, 1, 9, 2, 4};
            bench.octets(
                    v9(
                            1,
                            7,
                            template9(256, fields),
                            set(
                                    256,
                                    "ff".repeat(16),
                                    "ffffff",
                                    "c6336409",
                                    "ff".repeat(9),
                                    "0000000a")));
            Seen seen = bench.seen().getFirst();
            assertThat(seen.source()).isEqualTo(Address.NONE);
            assertThat(seen.destination()).isEqualTo(Address.parse("198.51.100.9"));
            assertThat(seen.bytes()).isZero();
            assertThat(seen.packets()).isEqualTo(10);
        }

        /// Cisco ASA 33000 and 40000, Palo Alto 56701: version 9 has no enterprises.
        @Test
        void numbersAbove32767AreTypesOfVendorsInV9() {
            bench.octets(
                    v9(
                            1,
                            7,
                            template9(256, 33_000, 12, 0x8001, 4, 1, 4, 56_701, 2),
                            set(256, "00".repeat(12) + "00000063 000003e8 0001")));
            assertThat(bench.sink.bytes()).isEqualTo(1000);
            assertThat(bench.troubles).isEmpty();
        }

        @Test
        void paddingFieldsMayComeAnyNumberOfTimes() {
            bench.octets(
                    ipfix(
                            0,
                            1,
                            templateX(256, 210, 1, 1, 4, 210, 3, 210, 2, 2, 4, 210, 0),
                            set(256, "ff 000003e8 ffffff ffff 0000000a")));
            assertThat(bench.sink.bytes()).isEqualTo(1000);
            assertThat(bench.sink.packets()).isEqualTo(10);
        }

        @Test
        void fieldsOfEnterprisesAreSteppedOver() {
            bench.octets(
                    ipfix(
                            0,
                            1,
                            set(
                                    2,
                                    "0100 0003",
                                    "8001 0004 00001ad7",
                                    "0001 0004",
                                    "c001 0002 00001ad7"),
                            set(256, "ffffffff 000003e8 ffff")));
            assertThat(bench.sink.bytes()).isEqualTo(1000);
        }

        @Test
        void aCounterThatCannotBeOneIsNotCountedAndSeen() {
            ExporterTally tally =
                    bench.octets(
                            v9(
                                    1,
                                    7,
                                    template9(256, 8, 4, 1, 8),
                                    set(256, "0a000101 ffffffffffffff00")));
            assertThat(bench.seen().getFirst().hasCounters()).isFalse();
            assertThat(bench.seen().getFirst().bytes()).isZero();
            assertThat(tally.malformed).isEqualTo(1);
        }
    }

    @Nested
    class Endpoints {
        @Test
        void ofFieldsToldTwiceTheLastOneIsTheInnerOne() {
            bench.octets(
                    ipfix(
                            0,
                            1,
                            templateX(
                                    256, 4, 1, 7, 2, 11, 2, 8, 4, 12, 4, 4, 1, 7, 2, 11, 2, 8, 4,
                                    12, 4, 1, 4),
                            set(
                                    256,
                                    "11 0035 0035 01010101 02020202", // outer
                                    "06 03e9 01bb 0a000101 c6336409", // inner
                                    "000003e8")));
            Seen seen = bench.seen().getFirst();
            assertThat(seen.source()).isEqualTo(Address.parse("10.0.1.1"));
            assertThat(seen.protocol()).isEqualTo(6);
            assertThat(seen.destinationPort()).isEqualTo(443);
        }

        @Test
        void ofAnOuterAndAnInnerFamilyTheLaterOneCounts() {
            bench.octets(
                    ipfix(
                            0,
                            1,
                            templateX(256, 27, 16, 28, 16, 8, 4, 12, 4, 1, 4),
                            templateX(257, 8, 4, 12, 4, 27, 16, 28, 16, 1, 4),
                            set(
                                    256,
                                    "20010db8" + "00".repeat(11) + "01",
                                    "20010db8" + "00".repeat(11) + "02",
                                    "0a000101 c6336409",
                                    "00000001"),
                            set(
                                    257,
                                    "0a000101 c6336409",
                                    "20010db8" + "00".repeat(11) + "01",
                                    "20010db8" + "00".repeat(11) + "02",
                                    "00000001")));
            assertThat(bench.seen())
                    .extracting(Seen::source)
                    .containsExactly(Address.parse("10.0.1.1"), Address.parse("2001:db8::1"));
        }

        @Test
        void aFamilyOfZerosGivesWayToTheOther() {
            bench.octets(
                    ipfix(
                            0,
                            1,
                            templateX(256, 8, 4, 12, 4, 27, 16, 28, 16, 1, 4),
                            set(256, "0a000101 c6336409", "00".repeat(32), "00000001")));
            assertThat(bench.seen().getFirst().destination())
                    .isEqualTo(Address.parse("198.51.100.9"));
        }

        @Test
        void prefixesStandInForAddresses() {
            bench.octets(
                    ipfix(
                            0,
                            1,
                            templateX(256, 44, 4, 45, 4, 1, 4),
                            templateX(257, 169, 16, 170, 16, 1, 4),
                            templateX(258, 44, 4, 8, 4, 1, 4),
                            set(256, "0a000100 c6336400 00000001"),
                            set(
                                    257,
                                    "20010db8" + "00".repeat(12),
                                    "20010db9" + "00".repeat(12),
                                    "00000001"),
                            set(258, "0a000100 0a000101 00000001")));
            assertThat(bench.seen())
                    .extracting(Seen::source)
                    .containsExactly(
                            Address.parse("10.0.1.0"),
                            Address.parse("2001:db8::"),
                            Address.parse("10.0.1.1"));
        }

        @Test
        void portsBelongToProtocolsThatHaveThem() {
            for (int protocol : new int[] {6, 17, 33, 132, 136, 1, 58, 47, 0}) {
                bench.octets(
                        v9(
                                protocol,
                                7,
                                template9(256, 4, 1, 7, 2, 11, 2, 1, 4),
                                set(256, String.format("%02x", protocol), "03e9 01bb 00000001")));
            }
            assertThat(bench.seen())
                    .extracting(Seen::destinationPort)
                    .containsExactly(443, 443, 443, 443, 443, 0, 0, 0, 0);
        }

        @Test
        void theOtherFieldsAreRead() {
            // ToS, TCP flags of 16 bits, VLAN, AS of 32 bits, next hop, physical interfaces,
            // direction
            bench.octets(
                    ipfix(
                            0,
                            1,
                            templateX(
                                    256, 5, 1, 6, 2, 58, 2, 16, 4, 17, 4, 15, 4, 252, 4, 253, 4, 61,
                                    1, 1, 4),
                            templateX(257, 62, 16, 243, 2, 61, 1, 1, 4),
                            set(
                                    256,
                                    "b8 01ff 0064 00010000 00010001 c0000201 00000007 00000008 01 00000001"),
                            set(257, "20010db8" + "00".repeat(12), "00c8 ff 00000001")));
            Seen first = bench.seen().getFirst();
            assertThat(first.tos()).isEqualTo(0xb8);
            assertThat(first.tcpFlags()).isEqualTo(0x1ff);
            assertThat(first.vlan()).isEqualTo(100);
            assertThat(first.sourceAs()).isEqualTo(65_536);
            assertThat(first.destinationAs()).isEqualTo(65_537);
            assertThat(first.nextHop()).isEqualTo(Address.parse("192.0.2.1"));
            assertThat(first.inputInterface()).isEqualTo(7);
            assertThat(first.outputInterface()).isEqualTo(8);
            assertThat(first.direction()).isEqualTo(1);
            Seen second = bench.seen().get(1);
            assertThat(second.nextHop()).isEqualTo(Address.parse("2001:db8::"));
            assertThat(second.vlan()).isEqualTo(200);
            assertThat(second.direction()).as("255 is no direction").isEqualTo(-1);
        }
    }
}
