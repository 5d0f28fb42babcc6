package net.flowtally.collector.template;

import static net.flowtally.collector.wire.Octets.u64;
import static net.flowtally.collector.wire.Octets.unsigned;

import java.util.Arrays;

/// The information elements that mean something here, in the numbers that NetFlow v9 and IPFIX
/// share; every other one is skipped by its length. What a record says is held in an array of
/// `SLOTS` longs, where each element has a slot (an IPv6 address two).
enum Element {
    OCTETS(1),
    PACKETS(2),
    PROTOCOL(4),
    TOS(5),
    TCP_FLAGS(6),
    SOURCE_PORT(7),
    SOURCE_IPV4(8, Form.IPV4),
    INPUT_INTERFACE(10),
    DESTINATION_PORT(11),
    DESTINATION_IPV4(12, Form.IPV4),
    OUTPUT_INTERFACE(14),
    NEXT_HOP_IPV4(15, Form.IPV4),
    SOURCE_AS(16),
    DESTINATION_AS(17),
    BGP_NEXT_HOP_IPV4(18, Form.IPV4),
    LAST_UPTIME(21),
    FIRST_UPTIME(22),
    POST_OCTETS(23),
    POST_PACKETS(24),
    SOURCE_IPV6(27, Form.IPV6),
    DESTINATION_IPV6(28, Form.IPV6),
    SAMPLING_INTERVAL(34),
    SAMPLING_ALGORITHM(35),
    SOURCE_PREFIX_IPV4(44, Form.IPV4),
    DESTINATION_PREFIX_IPV4(45, Form.IPV4),
    SAMPLER_ID(48),
    SAMPLER_MODE(49),
    SAMPLER_RANDOM_INTERVAL(50),
    VLAN(58),
    DIRECTION(61),
    NEXT_HOP_IPV6(62, Form.IPV6),
    BGP_NEXT_HOP_IPV6(63, Form.IPV6),
    TOTAL_OCTETS(85),
    TOTAL_PACKETS(86),
    END_REASON(136),
    FLOW_ID(148),
    START_SECONDS(150),
    END_SECONDS(151),
    START_MILLIS(152),
    END_MILLIS(153),
    START_MICROS(154, Form.NTP),
    END_MICROS(155, Form.NTP),
    START_NANOS(156, Form.NTP),
    END_NANOS(157, Form.NTP),
    START_BEFORE_EXPORT(158),
    END_BEFORE_EXPORT(159),
    SYSTEM_INIT_MILLIS(160),
    DURATION_MILLIS(161),
    SOURCE_PREFIX_IPV6(169, Form.IPV6),
    DESTINATION_PREFIX_IPV6(170, Form.IPV6),
    POST_SOURCE_IPV4(225, Form.IPV4),
    POST_DESTINATION_IPV4(226, Form.IPV4),
    POST_SOURCE_PORT(227),
    POST_DESTINATION_PORT(228),
    INITIATOR_OCTETS(231),
    RESPONDER_OCTETS(232),
    FIREWALL_EVENT(233),
    BIFLOW_DIRECTION(239),
    DOT1Q_VLAN(243),
    PHYSICAL_INPUT_INTERFACE(252),
    PHYSICAL_OUTPUT_INTERFACE(253),
    POST_SOURCE_IPV6(281, Form.IPV6),
    POST_DESTINATION_IPV6(282, Form.IPV6),
    INITIATOR_PACKETS(298),
    RESPONDER_PACKETS(299),
    SELECTOR_ID(302),
    SELECTOR_ALGORITHM(304),
    SAMPLING_PACKET_INTERVAL(305),
    SAMPLING_PACKET_SPACE(306),
    SAMPLING_TIME_INTERVAL(307),
    SAMPLING_TIME_SPACE(308),
    SAMPLING_SIZE(309),
    SAMPLING_POPULATION(310),
    OBSERVED_SECONDS(322),
    OBSERVED_MILLIS(323),
    OBSERVED_MICROS(324, Form.NTP),
    OBSERVED_NANOS(325, Form.NTP),
    LAYER2_OCTETS(352),
    REVERSE_OCTETS(1, Element.REVERSE),
    REVERSE_PACKETS(2, Element.REVERSE),
    REVERSE_TOS(5, Element.REVERSE),
    REVERSE_TCP_FLAGS(6, Element.REVERSE),
    REVERSE_TOTAL_OCTETS(85, Element.REVERSE),
    REVERSE_TOTAL_PACKETS(86, Element.REVERSE),
    REVERSE_LAYER2_OCTETS(352, Element.REVERSE);

    /// How an element may be encoded; in any other length it is skipped.
    enum Form {
        /// 1 to 8 octets.
        NUMBER,
        IPV4,
        IPV6,
        /// Seconds since 1900 and a fraction, 32 bits each.
        NTP;

        /// A length that it takes.
        int octets() {
            return switch (this) {
                case IPV4 -> 4;
                case IPV6 -> 16;
                case NUMBER, NTP -> 8;
            };
        }

        boolean takes(int length) {
            return switch (this) {
                case NUMBER -> length >= 1 && length <= 8;
                case IPV4 -> length == 4;
                case IPV6 -> length == 16;
                case NTP -> length == 8;
            };
        }
    }

    /// The private enterprise number of reverse elements (RFC 5103 section 6.1).
    static final int REVERSE = 29_305;

    private static final int IDS = 512;
    private static final Element[] ALL = values();
    private static final int[] FORWARD_BY_ID = byId(0);
    private static final int[] REVERSE_BY_ID = byId(REVERSE);

    /// A slot that is always zero: what a record does not say.
    static final int NOTHING = ALL.length * 2;

    static final int SLOTS = NOTHING + 2;

    private final int id;
    private final int enterprise;
    final Form form;

    Element(int id) {
        this(id, 0, Form.NUMBER);
    }

    Element(int id, Form form) {
        this(id, 0, form);
    }

    Element(int id, int enterprise) {
        this(id, enterprise, Form.NUMBER);
    }

    Element(int id, int enterprise, Form form) {
        this.id = id;
        this.enterprise = enterprise;
        this.form = form;
    }

    int slot() {
        return ordinal() * 2;
    }

    /// Reads a value of a length that the form takes into its slots.
    void read(byte[] octets, int at, int length, long[] values) {
        if (form == Form.IPV6) {
            values[slot()] = u64(octets, at);
            values[slot() + 1] = u64(octets, at + 8);
        } else {
            values[slot()] = unsigned(octets, at, length);
        }
    }

    int id() {
        return id;
    }

    int enterprise() {
        return enterprise;
    }

    /// @return the ordinal, -1 if the element means nothing here
    static int find(int enterprise, int id) {
        if (id >= IDS) {
            return -1;
        }
        return switch (enterprise) {
            case 0 -> FORWARD_BY_ID[id];
            case REVERSE -> REVERSE_BY_ID[id];
            default -> -1;
        };
    }

    static Element of(int ordinal) {
        return ALL[ordinal];
    }

    static int count() {
        return ALL.length;
    }

    private static int[] byId(int enterprise) {
        int[] ordinals = new int[IDS];
        Arrays.fill(ordinals, -1);
        for (Element element : ALL) {
            if (element.enterprise == enterprise) {
                ordinals[element.id] = element.ordinal();
            }
        }
        return ordinals;
    }
}
