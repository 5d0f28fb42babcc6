package net.flowtally.collector.template;

import net.flowtally.collector.bound.Budget;

/// What the records of an options template change: sampling rates (elements 34, 35, 48 to 50, 302,
/// 304 to 310) and the time at which the exporter started (160). All the rest, names and
/// statistics, is of no use to counting traffic.
final class OptionsMapping {
    private static final long MAX_MILLIS = 1L << 45;

    private final RateMapping rate;
    private final boolean named;
    private final int samplerId;
    private final int selectorId;
    private final int algorithm;
    private final int mode;
    private final int selectorAlgorithm;
    private final int systemInit;

    OptionsMapping(Template template) {
        rate = new RateMapping(template);
        samplerId = template.slot(Element.SAMPLER_ID);
        selectorId = template.slot(Element.SELECTOR_ID);
        named = samplerId != Element.NOTHING || selectorId != Element.NOTHING;
        algorithm = template.slot(Element.SAMPLING_ALGORITHM);
        mode = template.slot(Element.SAMPLER_MODE);
        selectorAlgorithm = template.slot(Element.SELECTOR_ALGORITHM);
        systemInit = template.slot(Element.SYSTEM_INIT_MILLIS);
    }

    void apply(long[] values, Domain domain, Budget budget) {
        long init = values[systemInit];
        if (init > 0 && init < MAX_MILLIS) {
            domain.systemInit = init * 1000;
        }
        long id = values[samplerId] != 0 ? values[samplerId] : values[selectorId];
        if (rate.read(values)) {
            if (!named) {
                domain.samplers.putDefault(rate.numerator, rate.denominator);
            } else if (id != 0) {
                domain.samplers.put(id, rate.numerator, rate.denominator, budget);
            }
        } else if (!named && (values[algorithm] | values[mode] | values[selectorAlgorithm]) != 0) {
            domain.samplers.unknownAlgorithm = true;
        }
    }
}
