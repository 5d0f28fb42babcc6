package net.flowtally.collector.template;

import static net.flowtally.collector.wire.Octets.u16;
import static net.flowtally.collector.wire.Octets.u8;
import static net.flowtally.collector.wire.Octets.unsigned;

import java.nio.charset.StandardCharsets;
import net.flowtally.collector.exporter.FactsTold;

/// What the records of an options template tell by name: interfaces (elements 82 and 83, by the
/// interface in their scope or element 10), applications (95, 96, 94: RFC 6759), and what the
/// exporter counted of its own work (40 to 42, 163 to 168). A record is walked field by field;
/// there are few of them.
final class NamesMapping {
    /// The enterprise of v9 scope fields and the type of an interface among them.
    private static final int SCOPE = -1;

    private static final int SCOPE_INTERFACE = 2;

    private static final int INTERFACE_IN = 10;
    private static final int INTERFACE_OUT = 14;
    private static final int INTERFACE_NAME = 82;
    private static final int INTERFACE_DESCRIPTION = 83;
    private static final int APPLICATION_DESCRIPTION = 94;
    private static final int APPLICATION_ID = 95;
    private static final int APPLICATION_NAME = 96;

    /// An application of a vendor: engine, enterprise number, selector.
    private static final int ENGINE_OF_VENDORS = 20;

    private static final int MOST_OCTETS = 1024;

    private final int[] enterprises;
    private final int[] elements;
    private final int[] lengths;
    private final boolean tells;

    private long interfaceIndex;
    private boolean hasInterface;
    private String interfaceName = "";
    private String interfaceDescription = "";
    private String application = "";
    private String applicationName = "";
    private String applicationDescription = "";

    NamesMapping(int[] enterprises, int[] elements, int[] lengths) {
        this.enterprises = enterprises;
        this.elements = elements;
        this.lengths = lengths;
        boolean any = false;
        for (int i = 0; i < elements.length; i++) {
            any |= enterprises[i] == 0 && isTold(elements[i]);
        }
        tells = any;
    }

    private static boolean isTold(int element) {
        return element == INTERFACE_NAME
                || element == INTERFACE_DESCRIPTION
                || element == APPLICATION_NAME
                || element == APPLICATION_DESCRIPTION
                || isStatistic(element);
    }

    private static boolean isStatistic(int element) {
        return (element >= 40 && element <= 42) || (element >= 163 && element <= 168);
    }

    /// Takes a record that lies between two offsets, whole.
    void apply(byte[] octets, int from, int to, int domain, long now, FactsTold facts) {
        if (!tells) {
            return;
        }
        hasInterface = false;
        interfaceName = "";
        interfaceDescription = "";
        application = "";
        applicationName = "";
        applicationDescription = "";
        int at = from;
        for (int field = 0; field < lengths.length; field++) {
            int length = lengths[field];
            if (length == Template.VARIABLE) {
                length = u8(octets, at++);
                if (length == 255) {
                    length = u16(octets, at);
                    at += 2;
                }
            }
            if (length > to - at) {
                return;
            }
            take(field, octets, at, length, domain, now, facts);
            at += length;
        }
        if (hasInterface && !(interfaceName + interfaceDescription).isEmpty()) {
            facts.interfaceName(interfaceIndex, interfaceName, interfaceDescription, now);
        }
        if (!application.isEmpty() && !(applicationName + applicationDescription).isEmpty()) {
            facts.applicationName(application, applicationName, applicationDescription, now);
        }
    }

    private void take(
            int field, byte[] octets, int at, int length, int domain, long now, FactsTold facts) {
        int element = elements[field];
        if (enterprises[field] == SCOPE) {
            if (element == SCOPE_INTERFACE && length > 0 && length <= 8) {
                interfaceIndex = unsigned(octets, at, length);
                hasInterface = true;
            }
            return;
        }
        if (enterprises[field] != 0) {
            return;
        }
        switch (element) {
            case INTERFACE_IN, INTERFACE_OUT -> {
                if (!hasInterface && length > 0 && length <= 8) {
                    interfaceIndex = unsigned(octets, at, length);
                    hasInterface = true;
                }
            }
            case INTERFACE_NAME -> interfaceName = text(octets, at, length);
            case INTERFACE_DESCRIPTION -> interfaceDescription = text(octets, at, length);
            case APPLICATION_ID -> application = application(octets, at, length);
            case APPLICATION_NAME -> applicationName = text(octets, at, length);
            case APPLICATION_DESCRIPTION -> applicationDescription = text(octets, at, length);
            default -> {
                if (isStatistic(element) && length > 0 && length <= 8) {
                    facts.statistic(
                            domain, statistic(element), 0, unsigned(octets, at, length), now);
                }
            }
        }
    }

    private static FactsTold.Statistic statistic(int element) {
        return switch (element) {
            case 40 -> FactsTold.Statistic.EXPORTED_OCTETS;
            case 41 -> FactsTold.Statistic.EXPORTED_PACKETS;
            case 42 -> FactsTold.Statistic.EXPORTED_FLOWS;
            case 163 -> FactsTold.Statistic.OBSERVED_FLOWS;
            case 164 -> FactsTold.Statistic.IGNORED_PACKETS;
            case 165 -> FactsTold.Statistic.IGNORED_OCTETS;
            case 166 -> FactsTold.Statistic.NOT_SENT_FLOWS;
            case 167 -> FactsTold.Statistic.NOT_SENT_PACKETS;
            default -> FactsTold.Statistic.NOT_SENT_OCTETS;
        };
    }

    /// Engine and selector, for a vendor's engine with the vendor between them; zeros in front of a
    /// selector do not count.
    private static String application(byte[] octets, int at, int length) {
        if (length < 2 || length > 13) {
            return "";
        }
        int engine = u8(octets, at);
        if (engine == ENGINE_OF_VENDORS && length > 5) {
            int selector = Math.min(length - 5, 8);
            return engine
                    + ":"
                    + unsigned(octets, at + 1, 4)
                    + ":"
                    + Long.toUnsignedString(unsigned(octets, at + 5, selector));
        }
        return engine
                + ":"
                + Long.toUnsignedString(unsigned(octets, at + 1, Math.min(length - 1, 8)));
    }

    /// Names end with NULs or spaces, and are not always UTF-8.
    private static String text(byte[] octets, int at, int length) {
        String text = new String(octets, at, Math.min(length, MOST_OCTETS), StandardCharsets.UTF_8);
        int end = text.indexOf('\0');
        return (end < 0 ? text : text.substring(0, end)).replaceAll("\\p{Cntrl}", " ").strip();
    }
}
