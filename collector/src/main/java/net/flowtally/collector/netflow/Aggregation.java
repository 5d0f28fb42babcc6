package net.flowtally.collector.netflow;

/// The aggregations of NetFlow v8: the length of a record and the offset of each of its fields,
/// `NONE` for one that it lacks. Packets, octets, first and last stand together, in this order.
enum Aggregation {
    AS(
            1,
            28,
            0,
            at(
                    4,
                    Aggregation.NONE,
                    Aggregation.NONE,
                    Aggregation.NONE,
                    Aggregation.NONE,
                    Aggregation.NONE,
                    Aggregation.NONE,
                    20,
                    22,
                    24,
                    26)),
    PROTOCOL_PORT(
            2,
            28,
            0,
            at(
                    4,
                    Aggregation.NONE,
                    Aggregation.NONE,
                    20,
                    Aggregation.NONE,
                    24,
                    26,
                    Aggregation.NONE,
                    Aggregation.NONE,
                    Aggregation.NONE,
                    Aggregation.NONE)),
    SOURCE_PREFIX(
            3,
            32,
            0,
            at(
                    4,
                    20,
                    Aggregation.NONE,
                    Aggregation.NONE,
                    Aggregation.NONE,
                    Aggregation.NONE,
                    Aggregation.NONE,
                    26,
                    Aggregation.NONE,
                    28,
                    Aggregation.NONE)),
    DESTINATION_PREFIX(
            4,
            32,
            0,
            at(
                    4,
                    Aggregation.NONE,
                    20,
                    Aggregation.NONE,
                    Aggregation.NONE,
                    Aggregation.NONE,
                    Aggregation.NONE,
                    Aggregation.NONE,
                    26,
                    Aggregation.NONE,
                    28)),
    PREFIX(
            5,
            40,
            2,
            at(
                    4,
                    20,
                    24,
                    Aggregation.NONE,
                    Aggregation.NONE,
                    Aggregation.NONE,
                    Aggregation.NONE,
                    32,
                    34,
                    36,
                    38)),
    DESTINATION(
            6,
            32,
            1,
            at(
                    4,
                    Aggregation.NONE,
                    0,
                    Aggregation.NONE,
                    22,
                    Aggregation.NONE,
                    Aggregation.NONE,
                    Aggregation.NONE,
                    Aggregation.NONE,
                    Aggregation.NONE,
                    20)),
    SOURCE_DESTINATION(
            7,
            40,
            4,
            at(
                    8,
                    4,
                    0,
                    Aggregation.NONE,
                    28,
                    Aggregation.NONE,
                    Aggregation.NONE,
                    Aggregation.NONE,
                    Aggregation.NONE,
                    26,
                    24)),
    FULL_FLOW(8, 44, 6, at(12, 4, 0, 33, 32, 10, 8, Aggregation.NONE, Aggregation.NONE, 30, 28)),
    /// Where its interfaces and its ToS lie is told in two ways; they are not read.
    TOS_AS(
            9,
            32,
            0,
            at(
                    4,
                    Aggregation.NONE,
                    Aggregation.NONE,
                    Aggregation.NONE,
                    Aggregation.NONE,
                    Aggregation.NONE,
                    Aggregation.NONE,
                    20,
                    22,
                    Aggregation.NONE,
                    Aggregation.NONE)),
    TOS_PROTOCOL_PORT(
            10,
            32,
            0,
            at(
                    4,
                    Aggregation.NONE,
                    Aggregation.NONE,
                    20,
                    21,
                    24,
                    26,
                    Aggregation.NONE,
                    Aggregation.NONE,
                    28,
                    30)),
    TOS_SOURCE_PREFIX(
            11,
            32,
            0,
            at(
                    4,
                    20,
                    Aggregation.NONE,
                    Aggregation.NONE,
                    25,
                    Aggregation.NONE,
                    Aggregation.NONE,
                    26,
                    Aggregation.NONE,
                    28,
                    Aggregation.NONE)),
    TOS_DESTINATION_PREFIX(
            12,
            32,
            0,
            at(
                    4,
                    Aggregation.NONE,
                    20,
                    Aggregation.NONE,
                    25,
                    Aggregation.NONE,
                    Aggregation.NONE,
                    Aggregation.NONE,
                    26,
                    Aggregation.NONE,
                    28)),
    TOS_PREFIX(
            13,
            40,
            3,
            at(
                    4,
                    20,
                    24,
                    Aggregation.NONE,
                    30,
                    Aggregation.NONE,
                    Aggregation.NONE,
                    32,
                    34,
                    36,
                    38)),
    PREFIX_PORT(
            14, 40, 5, at(4, 20, 24, 31, 30, 32, 34, Aggregation.NONE, Aggregation.NONE, 36, 38));

    static final int NONE = -1;

    final int number;
    final int octets;

    /// How much it tells of who speaks with whom: more is better, 0 is a total only.
    final int detail;

    final int counters;
    final int source;
    final int destination;
    final int protocol;
    final int tos;
    final int sourcePort;
    final int destinationPort;
    final int sourceAs;
    final int destinationAs;
    final int input;
    final int output;

    Aggregation(int number, int octets, int detail, int[] at) {
        this.number = number;
        this.octets = octets;
        this.detail = detail;
        counters = at[0];
        source = at[1];
        destination = at[2];
        protocol = at[3];
        tos = at[4];
        sourcePort = at[5];
        destinationPort = at[6];
        sourceAs = at[7];
        destinationAs = at[8];
        input = at[9];
        output = at[10];
    }

    private static int[] at(
            int counters,
            int source,
            int destination,
            int protocol,
            int tos,
            int sourcePort,
            int destinationPort,
            int sourceAs,
            int destinationAs,
            int input,
            int output) {
        return new int[] {
            counters,
            source,
            destination,
            protocol,
            tos,
            sourcePort,
            destinationPort,
            sourceAs,
            destinationAs,
            input,
            output
        };
    }

    /// By their number on the wire; 0 is none.
    static Aggregation[] byNumber() {
        Aggregation[] all = new Aggregation[values().length + 1];
        all[0] = AS;
        for (Aggregation aggregation : values()) {
            all[aggregation.number] = aggregation;
        }
        return all;
    }
}
