package net.flowtally.ledger.accounting;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import net.flowtally.ledger.calls.QuarterHour;
import net.flowtally.ledger.period.BillingPeriod;
import net.flowtally.ledger.tariff.Band;
import net.flowtally.ledger.tariff.Tariff;
import net.flowtally.ledger.time.AccountingZone;

/// What the rest of a period is expected to be like: each quarter hour to come like the mean of
/// those of its class in the last four weeks, whatever period they lie in. A class is a quarter
/// hour of the day, on working days or on days off; a working day is one with peak hours in the
/// tariff's calendar, so that weekends and holidays are days off where the site has said so. Where
/// a class was not seen yet, it counts like the mean of all quarter hours. Looks back no farther
/// than the tariff version that is in force: its rules have no usage before that. For one thread.
final class Pace {
    /// Microseconds.
    static final long LOOKED_BACK = 28L * 96 * QuarterHour.MICROS;

    private static final int QUARTERS_OF_DAY = 96;

    /// A day on which clocks go back has more than 96.
    private static final long LONGEST_DAY = 108 * QuarterHour.MICROS;

    private static final int QUARTER_MINUTES = 15;

    private final BillingPeriod period;
    private final Tariff tariff;
    private final AccountingZone zone;
    private final long newest;
    private final long from;
    private final Map<Long, Boolean> workingDays = new HashMap<>();

    private Pace(BillingPeriod period, Tariff tariff, long newest, long from) {
        this.period = period;
        this.tariff = tariff;
        this.zone = new AccountingZone(period.zone());
        this.newest = newest;
        this.from = from;
    }

    /// @param newest quarter hour with usage
    /// @param first quarter hour with usage that may be looked at
    static Pace of(BillingPeriod period, Tariff tariff, long newest, long first) {
        long inForce = tariff.versionOf(newest).map(each -> each.span().fromMicros()).orElse(first);
        return new Pace(
                period,
                tariff,
                newest,
                Math.max(Math.max(first, inForce), newest - LOOKED_BACK + QuarterHour.MICROS));
    }

    /// A quarter hour that was, and for how many to come it stands.
    ///
    /// @param sampled how many there were of its class, which share what is to come among them
    record Sample(long quarter, int toCome, int sampled) {}

    /// A quarter hour may stand for its class and for classes that were not seen.
    List<Sample> samples() {
        int[] sampled = new int[2 * QUARTERS_OF_DAY];
        int[] toCome = new int[2 * QUARTERS_OF_DAY];
        for (long quarter = from; quarter <= newest; quarter += QuarterHour.MICROS) {
            sampled[classOf(quarter)]++;
        }
        int all = Math.toIntExact((newest - from) / QuarterHour.MICROS + 1);
        int unseen = 0;
        for (long quarter = newest + QuarterHour.MICROS;
                quarter < period.toMicros();
                quarter += QuarterHour.MICROS) {
            int like = classOf(quarter);
            if (sampled[like] == 0) {
                unseen++;
            } else {
                toCome[like]++;
            }
        }
        List<Sample> samples = new ArrayList<>();
        for (long quarter = from; quarter <= newest; quarter += QuarterHour.MICROS) {
            int like = classOf(quarter);
            if (toCome[like] > 0) {
                samples.add(new Sample(quarter, toCome[like], sampled[like]));
            }
            if (unseen > 0) {
                samples.add(new Sample(quarter, unseen, all));
            }
        }
        return samples;
    }

    /// Windows of the period with those to come like the last ones of their class before them in
    /// the period, in turn; like all before them, in turn, where there are none.
    Windows goneOn(Windows windows) {
        int passed = Math.toIntExact((newest - period.fromMicros()) / QuarterHour.MICROS) + 1;
        Map<Integer, List<Integer>> ofClass = new HashMap<>();
        int[] like = new int[windows.size()];
        int[] next = new int[2 * QUARTERS_OF_DAY];
        for (int i = 0; i < like.length; i++) {
            int wanted = classOf(windows.quarters()[i]);
            if (i < passed) {
                like[i] = i;
                ofClass.computeIfAbsent(wanted, _ -> new ArrayList<>()).add(i);
            } else {
                List<Integer> known = ofClass.getOrDefault(wanted, List.of());
                like[i] = known.isEmpty() ? i % passed : known.get(next[wanted]++ % known.size());
            }
        }
        return windows.like(like);
    }

    private int classOf(long quarter) {
        boolean isWorking =
                workingDays.computeIfAbsent(zone.epochDay(quarter), _ -> hasPeak(quarter));
        int ofDay = zone.minuteOfDay(quarter) / QUARTER_MINUTES;
        return isWorking ? ofDay : QUARTERS_OF_DAY + ofDay;
    }

    /// Whether the day that a quarter hour lies in has peak hours.
    private boolean hasPeak(long quarter) {
        long day = zone.epochDay(quarter);
        for (long at = quarter - LONGEST_DAY;
                at <= quarter + LONGEST_DAY;
                at += QuarterHour.MICROS) {
            if (zone.epochDay(at) == day && tariff.bandAt(at) == Band.PEAK) {
                return true;
            }
        }
        return false;
    }
}
