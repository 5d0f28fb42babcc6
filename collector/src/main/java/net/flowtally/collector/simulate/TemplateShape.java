package net.flowtally.collector.simulate;

/// How an exporter with templates tells what it tells.
///
/// @param samplingRate one packet in so many is counted; 1 for all
/// @param told how the rate gets known
/// @param translations whether records have both ends as a translation left them
/// @param templatesFrom milliseconds UTC before which no template is sent
/// @param optionsFrom likewise for options
/// @param reversedFrom milliseconds UTC from which on templates have their fields the other way
///   round, under the same numbers
record TemplateShape(
        int samplingRate,
        Told told,
        boolean translations,
        long templatesFrom,
        long optionsFrom,
        long reversedFrom) {
    /// How a sampling rate gets known.
    enum Told {
        /// By options of a sampler that records name; in front of the records.
        BEFORE,
        /// The same, behind the records of the same datagram.
        WITH,
        /// In each record.
        RECORD,
        /// Records name a sampler of which nothing is ever told.
        NEVER
    }

    static TemplateShape plain() {
        return new TemplateShape(1, Told.BEFORE, false, 0, 0, Long.MAX_VALUE);
    }

    boolean namesSampler() {
        return samplingRate > 1 && told != Told.RECORD;
    }

    boolean tellsOptions() {
        return samplingRate > 1 && (told == Told.BEFORE || told == Told.WITH);
    }
}
