package net.flowtally.collector.template;

/// The sampling rate that a record of a template tells, as one packet counted in
/// numerator/denominator: elements 34 or 50 (interval), 305 and 306 (packets counted, then
/// skipped), 307 and 308 (likewise, microseconds), 309 and 310 (n out of N).
final class RateMapping {
    private static final long BOUND = 1L << 32;

    private final int interval;
    private final int randomInterval;
    private final int packetInterval;
    private final int packetSpace;
    private final int timeInterval;
    private final int timeSpace;
    private final int size;
    private final int population;

    /// Whether the template has such elements at all.
    final boolean told;

    /// Valid after `read`.
    long numerator;

    long denominator;

    RateMapping(Template template) {
        interval = template.slot(Element.SAMPLING_INTERVAL);
        randomInterval = template.slot(Element.SAMPLER_RANDOM_INTERVAL);
        boolean systematic =
                template.has(Element.SAMPLING_PACKET_INTERVAL)
                        && template.has(Element.SAMPLING_PACKET_SPACE);
        packetInterval = systematic ? Element.SAMPLING_PACKET_INTERVAL.slot() : Element.NOTHING;
        packetSpace = template.slot(Element.SAMPLING_PACKET_SPACE);
        boolean timed =
                template.has(Element.SAMPLING_TIME_INTERVAL)
                        && template.has(Element.SAMPLING_TIME_SPACE);
        timeInterval = timed ? Element.SAMPLING_TIME_INTERVAL.slot() : Element.NOTHING;
        timeSpace = template.slot(Element.SAMPLING_TIME_SPACE);
        boolean outOf =
                template.has(Element.SAMPLING_SIZE) && template.has(Element.SAMPLING_POPULATION);
        size = outOf ? Element.SAMPLING_SIZE.slot() : Element.NOTHING;
        population = template.slot(Element.SAMPLING_POPULATION);
        told =
                systematic
                        || timed
                        || outOf
                        || interval != Element.NOTHING
                        || randomInterval != Element.NOTHING;
    }

    /// @return false if the record tells no rate; an interval of zero tells none
    boolean read(long[] values) {
        long one = values[interval] != 0 ? values[interval] : values[randomInterval];
        if (one != 0) {
            return set(one, 1);
        }
        if (values[packetInterval] != 0) {
            return set(values[packetInterval] + values[packetSpace], values[packetInterval]);
        }
        if (values[timeInterval] != 0) {
            return set(values[timeInterval] + values[timeSpace], values[timeInterval]);
        }
        return values[size] != 0 && set(values[population], values[size]);
    }

    private boolean set(long numerator, long denominator) {
        this.numerator = numerator;
        this.denominator = denominator;
        return denominator > 0 && numerator >= denominator && numerator < BOUND;
    }
}
