package net.flowtally.collector.lfap;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Every information element of both versions, and what is made of it.
class LfapElementsTest {
    private static final String ID = "0000000100000001" + "00000005";

    private static String element(int type, String value) {
        String octets = value.replace(" ", "");
        int length = octets.length() / 2;
        return HexFormat.of().toHexDigits((short) type)
                + HexFormat.of().toHexDigits((short) length)
                + octets
                + "00".repeat((4 - length % 4) % 4);
    }

    private static String message(int version, int opcode, String elements) {
        return HexFormat.of().toHexDigits((byte) version)
                + HexFormat.of().toHexDigits((byte) opcode)
                + "0000"
                + "0001"
                + HexFormat.of().toHexDigits((short) (elements.length() / 2))
                + elements;
    }

    /// An admission with an element, and what it says beyond one without.
    private static String admitted(int version, int type, String value) {
        Streams streams = new Streams();
        boolean isV1 = version == 1;
        String id = (isV1 ? "0007" : "0041") + "0804" + ID;
        String time = element(isV1 ? 17 : 69, "00000064");
        String ends =
                isV1 ? element(14, "0001 0004 0a000001") + element(6, "0001 0004 0a000002") : "";
        String trouble =
                streams.take(
                        Streams.hex(
                                message(
                                        version,
                                        isV1 ? Lfap.V1.FAR : Lfap.V5.FAR,
                                        id + time + ends + element(type, value))));
        assertThat(trouble).isEmpty();
        return streams.told.toString();
    }

    @ParameterizedTest(name = "{0} {1}")
    @CsvSource(
            delimiter = '|',
            value = {
                "66 | source address | 0001 0004 0a01010a | [source=10.1.1.10]",
                "66 | of IPv6 | 0002 0010 20010db8000000000000000000000001 | [source=2001:db8::1]",
                "66 | of another family | 0003 0002 abcd | []",
                "67 | destination address | 0001 0004 0a01010b | [destination=10.1.1.11]",
                "68 | flow qualifier | 0001 0004 00000001 | []",
                "70 | UTC time | 6553f13c | [start=+60]",
                "72 | class of service, ToS | 810000b8 | [tos=184]",
                "72 | class of service, MPLS | 83000005 | []",
                "73 | source CCE address | 0001 0004 0aff0001 | [exporter=10.255.0.1]",
                "74 | client data | 0102030405 | []",
                "85 | protocol identifier | 10 00000001 00000800 00000006 00000050 04 00010000 |"
                        + " [destinationPort=80, protocol=6]",
                "85 | protocol without a port | 0c 00000001 00000800 00000001 03 000000 |"
                        + " [protocol=1]",
                "85 | protocol over vsnap | 14 00000004 00000000 00000800 00000011 00000035 05"
                        + " 0000000000 | [destinationPort=53, protocol=17]",
                "86 | source port, UDP | 00000035 | [sourcePort=53]",
                "87 | source port, TCP | 00009c40 | [sourcePort=40000]",
                "88 | source socket, IPX | 00000451 | [sourcePort=1105]",
                "89 | source AS | 0000fde9 | [sourceAs=65001]",
                "90 | destination AS | 0000fdea | [destinationAs=65002]",
                "91 | ingress port | 00000003 | [input=3]",
                "92 | egress port | 00000007 | [output=7]",
                "93 | VLAN id | 0064 0065 | [vlan=100]",
                "93 | VLAN id, destination alone | ffff 0065 | [vlan=101]",
                "94 | in MPLS label | 00012345 | []",
                "95 | out MPLS label | 00012346 | []",
                "96 | next hop address | 0001 0004 0a0000fe | [nextHop=10.0.0.254]",
                "97 | LDP FEC | 01000204 | []",
                "98 | ingress ATM | 00010002 | []",
                "99 | egress ATM | 00010002 | []",
                "100 | ingress frame relay | 01000010 | []",
                "101 | egress frame relay | 01000010 | []",
                "103 | next hop AS | 0000fdeb | []",
                "104 | source mask length | 00000018 | []",
                "105 | destination mask length | 00000018 | []",
                "106 | source BGP community | 00000001 | []",
                "107 | destination BGP community, as drawn | 00000001 0000fde9 | []",
                "108 | traffic index | 00000001 | []",
                "109 | source virtual address | 00000001 0001 0004 cb007101 | []",
                "110 | source virtual port | 01060050 | []",
                "111 | destination virtual address | 00000002 0001 0004 cb007101 | []",
                "112 | destination virtual port | 02060050 | []",
                "113 | vendor specific | 0002 0002 0601 0500 | []",
                "114 | IPv6 flow label | 000abcde | []",
                "115 | fragment id | 00000001 | []",
                "60000 | one that nobody knows | 010203 | []",
            })
    void anAdmissionOfVersion5SaysWhatItsElementSays(
            int type, String name, String value, String said) {
        assertThat(admitted(5, type, value)).as(name).isEqualTo(said);
    }

    @ParameterizedTest(name = "{0} {1}")
    @CsvSource(
            delimiter = '|',
            value = {
                "5 | client data | 010203",
                "9 | policy, optional, numbered | 0303 0004 00000384",
                "10 | policy, mandatory, numbered | 0301 0004 00000000",
                "11 | policy, optional, OID | 06012a 01",
                "12 | policy, mandatory, OID | 06012a 01",
                "13 | service identifier | 69700000",
                "15 | source switch address | 0001 0004 0a0000fd",
                "16 | destination switch address | 0001 0004 0a0000fc",
                "21 | flow identifier prefix | 0000000100000001",
                "99 | one that nobody knows | 010203",
            })
    void anElementOfVersion1WithoutAPlaceIsSkipped(int type, String name, String value) {
        assertThat(admitted(1, type, value))
                .as(name)
                .isEqualTo("[destination=10.0.0.2, source=10.0.0.1]");
    }

    /// What an update with elements adds: bytes and packets there, and back.
    private static String added(int version, String elements) {
        Streams streams = new Streams();
        String header = version == 1 ? "0007" : "0041";
        if (version == 1) {
            String ends = element(14, "0001 0004 0a000001") + element(6, "0001 0004 0a000002");
            String time = element(17, "00000001");
            streams.take(Streams.hex(message(1, 1, header + "0804" + ID + ends + time)));
        }
        int opcode = version == 1 ? Lfap.V1.FUN : Lfap.V5.FUN;
        String time = element(version == 1 ? 17 : 69, "00000064");
        String trouble =
                streams.take(
                        Streams.hex(
                                message(version, opcode, header + "0804" + ID + time + elements)));
        assertThat(trouble).isEmpty();
        Streams.Total flow = streams.flow(5);
        return flow.bytes
                + "/"
                + flow.packets
                + " "
                + flow.bytesBack
                + "/"
                + flow.packetsBack
                + (flow.closed ? " over" : "");
    }

    private static String counters(int received, int sent) {
        return HexFormat.of().toHexDigits((long) received)
                + HexFormat.of().toHexDigits((long) sent);
    }

    @ParameterizedTest(name = "version {0}, {2}")
    @CsvSource({
        "1, 1, bytes running, 100/0 40/0",
        "1, 2, bytes delta, 100/0 40/0",
        "1, 3, packets running, 0/100 0/40",
        "1, 4, packets delta, 0/100 0/40",
        "5, 81, bytes running, 100/0 40/0",
        "5, 82, bytes delta, 100/0 40/0",
        "5, 83, packets running, 0/100 0/40",
        "5, 84, packets delta, 0/100 0/40",
    })
    void countersAddReceivedThereAndSentBack(int version, int type, String name, String sum) {
        assertThat(added(version, element(type, counters(100, 40)))).as(name).isEqualTo(sum);
    }

    @Test
    void ofAFlowThatMixesBothTheRunningCounterIsRight() {
        String both = element(1, counters(100, 0)) + element(2, counters(7, 0));
        assertThat(added(1, both)).isEqualTo("100/0 0/0");
    }

    @Test
    void stateEndsAFlowZeroInVersion1AndOneInVersion5() {
        String bytes = element(2, counters(9, 0));
        assertThat(added(1, bytes + element(8, "00000000"))).endsWith(" over");
        assertThat(added(1, bytes + element(8, "00000001"))).doesNotContain("over");
        String bytes5 = element(82, counters(9, 0));
        assertThat(added(5, bytes5 + element(80, "00000001"))).endsWith(" over");
        assertThat(added(5, bytes5 + element(80, "00000002"))).doesNotContain("over");
    }

    @Test
    void anUpdateHasItsTcpBitsAndTheTimeThatItsDeltaTimeSays() {
        Streams streams = new Streams();
        String elements =
                "00410804"
                        + ID
                        + element(70, "6553f13c")
                        + element(71, "000003e8")
                        + element(82, counters(9, 0))
                        + element(102, "00000012");
        assertThat(streams.take(Streams.hex(message(5, Lfap.V5.FUN, elements)))).isEmpty();
        assertThat(streams.told).contains("end=+60", "start=+50", "tcpFlags=18");
    }

    @Test
    void ofAnElementThatComesTwiceTheLastCountsAndOfEgressPortsTheFirst() {
        String twice = "0001 0004 0a000009";
        assertThat(admitted(5, 66, "0001 0004 0a000001" + "0042 0008" + twice))
                .isEqualTo("[source=10.0.0.1]");
        Streams streams = new Streams();
        String elements =
                "00410804"
                        + ID
                        + element(69, "00000064")
                        + element(66, "0001 0004 0a000001")
                        + element(66, twice)
                        + element(92, "00000003")
                        + element(92, "00000004");
        streams.take(Streams.hex(message(5, Lfap.V5.FAR, elements)));
        assertThat(streams.told).containsExactly("output=3", "source=10.0.0.9");
    }

    @Test
    void flowsThatWereNotHeardOfForAnHourAreAskedForOnceAndEndIfTheirAgentHasNone() {
        for (int version : new int[] {1, 5}) {
            Streams streams = new Streams();
            admit(streams, version, 1);
            admit(streams, version, 2);
            report(streams, version, 1);
            report(streams, version, 2);
            streams.answers.clear();
            streams.pass(3_500_000_000L);
            assertThat(streams.answers).isEmpty();
            for (int i = 0; i < 4; i++) {
                streams.pass(60_000_000L);
            }
            String command = version == 1 ? "0014000400000000" : "004b000400000001";
            String format = version == 1 ? "00070804" : "00410804";
            String multiple = version == 1 ? "00120020" : "00020020";
            assertThat(streams.answers).hasSize(1);
            assertThat(streams.answers.getFirst())
                    .startsWith(version == 1 ? "0108" : "0509")
                    .contains(command + multiple + "00000004" + format)
                    .endsWith("000000010000000100000001" + "000000010000000100000002");
            assertThat(streams.figure("activeFlows")).isEqualTo(2);
            String failure = version == 1 ? "0013000400000001" : "004e000400000001";
            int answer = version == 1 ? Lfap.V1.ARA : Lfap.V5.ARA;
            String id = format + "0000000100000001" + "00000002";
            assertThat(streams.take(Streams.hex(message(version, answer, id + failure)))).isEmpty();
            assertThat(streams.figure("activeFlows")).isEqualTo(1);
        }
    }

    private static void admit(Streams streams, int version, int number) {
        boolean isV1 = version == 1;
        String elements =
                (isV1 ? "00070804" : "00410804")
                        + "0000000100000001"
                        + HexFormat.of().toHexDigits(number)
                        + element(isV1 ? 17 : 69, "00000064")
                        + element(isV1 ? 14 : 66, "0001 0004 0a000001")
                        + element(isV1 ? 6 : 67, "0001 0004 0a000002");
        streams.take(Streams.hex(message(version, isV1 ? Lfap.V1.FAR : Lfap.V5.FAR, elements)));
    }

    private static void report(Streams streams, int version, int number) {
        boolean isV1 = version == 1;
        String elements =
                (isV1 ? "00070804" : "00410804")
                        + "0000000100000001"
                        + HexFormat.of().toHexDigits(number)
                        + element(isV1 ? 17 : 69, "000000c8")
                        + element(isV1 ? 2 : 82, counters(9, 0));
        streams.take(Streams.hex(message(version, isV1 ? Lfap.V1.FUN : Lfap.V5.FUN, elements)));
    }

    @Test
    void aFlowOfVersion1ThatIsReportedTooSeldomIsAskedToHurryOnce() {
        Streams streams = new Streams();
        admit(streams, 1, 5);
        for (int i = 1; i <= 3; i++) {
            streams.answers.clear();
            streams.pass(3_000_000_000L);
            String ticks = HexFormat.of().toHexDigits(100 + i * 300_000);
            String elements = "00070804" + ID + element(17, ticks) + element(2, counters(9, 0));
            streams.take(Streams.hex(message(1, Lfap.V1.FUN, elements)));
            String policy = "00090008" + "0303" + "0004" + "00000384";
            if (i == 1) {
                assertThat(streams.answers).hasSize(2);
                assertThat(streams.answers.getLast())
                        .startsWith("0106")
                        .endsWith("00070804" + ID + policy);
            } else {
                assertThat(streams.answers).hasSize(1);
            }
        }
        assertThat(streams.take(Streams.hex("0107000000020000"))).isEmpty();
        assertThat(streams.figure("activeFlows")).isEqualTo(1);
        String unknown = "00070804" + ID + "0013000400000001";
        streams.take(Streams.hex(message(1, Lfap.V1.FCA, unknown)));
        assertThat(streams.figure("activeFlows")).isZero();
    }
}
