package net.flowtally.collector.decode;

/// Makes sFlow datagrams of samples in hexadecimal, with all lengths right.
final class SflowMessage {
    static final String AGENT = "00000001 0a630001";
    static final String MACS = "020000000001 020000000002";

    /// 10.1.1.10:40000 to 192.0.2.80:443, 100 octets, SYN, ToS 8.
    static final String IPV4_TCP =
            "45080064 00000000 40060000 0a01010a c0000250"
                    + "9c4001bb 00000000 00000000 50020000 00000000";

    /// 2001:db8::1 port 53 to 2001:db8::2 port 5353, 60 octets behind the header, class 0x20.
    static final String IPV6_UDP =
            "62000000 003c1140 20010db8000000000000000000000001 20010db8000000000000000000000002"
                    + "003514e9 003c0000";

    private SflowMessage() {}

    /// A datagram of agent 10.99.0.1, up for an hour.
    static String datagram(int sequence, int subAgent, String... samples) {
        return "00000005"
                + AGENT
                + words(subAgent, sequence, 3_600_000, samples.length)
                + String.join("", samples);
    }

    static String flow(int rate, int input, int output, String... records) {
        return flow(rate, 0, input, output, records);
    }

    static String flow(int rate, int source, int input, int output, String... records) {
        String body =
                words(1, source, rate, rate, 0, input, output, records.length)
                        + String.join("", records);
        return words(1, octets(body)) + body;
    }

    static String raw(int protocol, int frame, int stripped, String header) {
        String octets = header.replace(" ", "");
        int length = octets.length() / 2;
        String body = words(protocol, frame, stripped, length) + octets + "00".repeat(-length & 3);
        return words(1, 16 + length) + body;
    }

    /// 10.1.1.10:40000 to 192.0.2.80:443, 1400 octets.
    static String ipv4Record() {
        return words(3, 32, 1400, 6, 0x0a01010a, 0xc0000250, 40_000, 443, 0x12, 8);
    }

    static String ethernetRecord(int length) {
        return words(2, 24, length) + "0200000000010000 0200000000020000" + words(0x0806);
    }

    /// @param format 2, or 4 for expanded
    static String counters(int format, int index, long octetsIn, int unicastIn) {
        String record =
                words(1, 88, index, 6)
                        + String.format("%016x", 10_000_000_000L)
                        + words(1, 3)
                        + String.format("%016x", octetsIn)
                        + words(unicastIn, 2, 3, 5, 6, 0)
                        + String.format("%016x", 77)
                        + words(-1, 2, 3, 11, 12, 0);
        String body = (format == 2 ? words(1, index, 1) : words(1, 0, index, 1)) + record;
        return words(format, octets(body)) + body;
    }

    static int octets(String hex) {
        return hex.replace(" ", "").length() / 2;
    }

    static String words(int... values) {
        StringBuilder hex = new StringBuilder();
        for (int value : values) {
            hex.append(String.format("%08x", value));
        }
        return hex.toString();
    }
}
