package net.flowtally.collector.template;

import net.flowtally.collector.flow.FlowRecord;

/// First and last packet of a record, from whatever elements a template has for them. Absolute
/// times come before uptimes, and uptimes before distances from the export; a missing end is made
/// from start and duration or is the time of the event, a missing start is made from end and
/// duration.
final class TimeMapping {
    private enum Kind {
        NONE,
        MILLIS,
        NTP,
        SECONDS,
        UPTIME,
        BEFORE_EXPORT
    }

    private static final long MAX_MICROS = 1L << 55;

    /// From 1900 to 1970.
    private static final long NTP_OFFSET = 2_208_988_800L;

    private final Kind startKind;
    private final int start;
    private final Kind endKind;
    private final int end;
    private final Kind eventKind;
    private final int event;
    private final int duration;
    private final int last;
    private final int systemInit;

    TimeMapping(Template template) {
        Element from =
                first(
                        template,
                        Element.START_MILLIS,
                        Element.START_MICROS,
                        Element.START_NANOS,
                        Element.START_SECONDS,
                        Element.FIRST_UPTIME,
                        Element.START_BEFORE_EXPORT);
        Element to =
                first(
                        template,
                        Element.END_MILLIS,
                        Element.END_MICROS,
                        Element.END_NANOS,
                        Element.END_SECONDS,
                        Element.LAST_UPTIME,
                        Element.END_BEFORE_EXPORT);
        Element observed =
                first(
                        template,
                        Element.OBSERVED_MILLIS,
                        Element.OBSERVED_MICROS,
                        Element.OBSERVED_NANOS,
                        Element.OBSERVED_SECONDS);
        startKind = kind(template, from);
        start = template.slot(from);
        endKind = kind(template, to);
        end = template.slot(to);
        eventKind = kind(template, observed);
        event = template.slot(observed);
        duration = template.slot(Element.DURATION_MILLIS);
        last = template.slot(Element.LAST_UPTIME);
        systemInit = template.slot(Element.SYSTEM_INIT_MILLIS);
    }

    /// The first of the elements that the template has, else the last one.
    private static Element first(Template template, Element... elements) {
        for (Element element : elements) {
            if (template.has(element)) {
                return element;
            }
        }
        return elements[elements.length - 1];
    }

    private static Kind kind(Template template, Element element) {
        if (!template.has(element)) {
            return Kind.NONE;
        }
        return switch (element) {
            case START_MILLIS, END_MILLIS, OBSERVED_MILLIS -> Kind.MILLIS;
            case START_SECONDS, END_SECONDS, OBSERVED_SECONDS -> Kind.SECONDS;
            case FIRST_UPTIME, LAST_UPTIME -> Kind.UPTIME;
            case START_BEFORE_EXPORT, END_BEFORE_EXPORT -> Kind.BEFORE_EXPORT;
            default -> Kind.NTP;
        };
    }

    void fill(long[] values, FlowRecord flow, Reading reading) {
        long from;
        long to;
        if (startKind == Kind.MILLIS && endKind == Kind.MILLIS) {
            from = plausible(values[start], 1000);
            to = plausible(values[end], 1000);
        } else {
            from = micros(startKind, values[start], values, reading);
            to = micros(endKind, values[end], values, reading);
        }
        if (to == FlowRecord.NO_TIME) {
            to =
                    from != FlowRecord.NO_TIME && duration != Element.NOTHING
                            ? from + (int) values[duration] * 1000L
                            : micros(eventKind, values[event], values, reading);
        }
        if (from == FlowRecord.NO_TIME && to != FlowRecord.NO_TIME && duration != Element.NOTHING) {
            from = to - (int) values[duration] * 1000L;
        }
        flow.start = from;
        flow.end = to;
    }

    /// What the exporter wrote as the start of the flow, the same in every record of it; zero if it
    /// wrote nothing that stays the same.
    long startMark(long[] values) {
        return startKind == Kind.BEFORE_EXPORT ? 0 : values[start];
    }

    private long micros(Kind kind, long value, long[] values, Reading reading) {
        return switch (kind) {
            case NONE -> FlowRecord.NO_TIME;
            case MILLIS -> plausible(value, 1000);
            case SECONDS -> plausible(value, 1_000_000);
            case NTP -> value == 0 ? FlowRecord.NO_TIME : ntp(value);
            case UPTIME -> uptime((int) value, values, reading);
            case BEFORE_EXPORT -> reading.exportedAt - (int) value;
        };
    }

    private static long plausible(long value, long micros) {
        return value > 0 && value < MAX_MICROS / micros ? value * micros : FlowRecord.NO_TIME;
    }

    /// An NTP timestamp; a fraction below a million is taken for the microseconds that Citrix
    /// NetScaler puts there.
    private static long ntp(long value) {
        long seconds = value >>> 32;
        long fraction = value & 0xffff_ffffL;
        long era = seconds < NTP_OFFSET ? seconds + (1L << 32) : seconds;
        long micros = fraction < 1_000_000 ? fraction : (fraction * 1_000_000) >>> 32;
        return (era - NTP_OFFSET) * 1_000_000 + micros;
    }

    /// An uptime is placed by its distance from the uptime at export, modulo 2^32 and with its
    /// sign. Where nobody told when the exporter started, the flow ends at export.
    private long uptime(int value, long[] values, Reading reading) {
        long exportedAt = reading.exportedAt;
        long told = values[systemInit];
        long init = told > 0 && told < MAX_MICROS / 1000 ? told * 1000 : reading.domain.systemInit;
        if (reading.hasUptime && told == 0) {
            return exportedAt - (reading.uptime - value) * 1000L;
        }
        if (init != Domain.NOT_TOLD) {
            long uptime = Math.floorDiv(exportedAt - init, 1000);
            return init + (uptime - ((int) uptime - value)) * 1000;
        }
        int lastMillis = last == Element.NOTHING ? value : (int) values[last];
        return exportedAt - Math.max(lastMillis - value, 0) * 1000L;
    }
}
