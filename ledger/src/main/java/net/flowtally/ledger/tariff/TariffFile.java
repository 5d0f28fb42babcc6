package net.flowtally.ledger.tariff;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import net.flowtally.ledger.directory.Department;
import net.flowtally.ledger.time.MalformedTime;

/// Tariffs as people write them down, a statement on each line, `#` before remarks:
///
/// ```
/// tariff  Standard 2026
/// from    2026-04-01
/// payer   caller
/// peak    Mon-Fri 08:00-18:00
/// holiday 2026-12-25 Christmas Day
///
/// rule zone Internet, service HTTPS, peak -> Internet peak = 0.0020 per MB; cap 250.00
/// rule zone Internet -> Internet = 500 MB free; 0.0015 per MB; 0.0010 per MB from 10000 MB
/// rule zone WAN -> WAN = 95th separate; commit 10 Mbit/s at 4.00; over at 6.00; missing zero
/// rule any -> The rest = 0.0005 per MB
///
/// fee    Port = 12.50 per workstation
/// pool   Leased line = 1200.00 by usage
/// pool   Support = 300.00 fixed Sales 60 %, Works/North 40 %
/// sla    Coverage = 5 % back for coverage below 99.5 %
/// sla    Loss = 2 % back for loss above 0.1 %
/// markup Handling = 3 %
/// tax    VAT = 19 %
/// ```
///
/// A pool is shared out whole each period: by usage, by heads, even, or in fixed parts. Rules are
/// tried in their order. `from always` holds from the beginning; `payer site` is the site's own
/// setting, as is no payer at all.
public final class TariffFile {
    private static final int MOST_LINES = 10_000;
    private static final List<String> PAYERS =
            List.of("site", "caller", "callee", "sender", "receiver");
    static final List<String> DAYS = List.of("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun");

    private static final Pattern RULE = Pattern.compile("(.+?)\\s*->\\s*(.+?)\\s*=\\s*(.+)");
    private static final Pattern TERM = Pattern.compile("(.+?)\\s*=\\s*(.+)");
    private static final Pattern FEE =
            Pattern.compile("(\\d{1,9}(?:\\.\\d{1,9})?) per (department|user|workstation)");
    private static final Pattern PERCENT = Pattern.compile("(\\d{1,4}(?:\\.\\d{1,9})?) ?%");
    private static final Pattern POOL =
            Pattern.compile("(\\d{1,12}(?:\\.\\d{1,9})?) (by usage|by heads|even|fixed)(?: (.+))?");
    private static final Pattern SHARE = Pattern.compile("(.+) (\\d{1,3}(?:\\.\\d{1,9})?) ?%");
    private static final Pattern LEVEL =
            Pattern.compile(
                    "(\\d{1,3}(?:\\.\\d{1,9})?) ?% back for (coverage below|loss above)"
                            + " (\\d{1,3}(?:\\.\\d{1,9})?) ?%");
    private static final BigDecimal WHOLE = BigDecimal.valueOf(100);
    private static final Pattern PEAK =
            Pattern.compile("(\\w{3})(?:-(\\w{3}))? (\\d\\d):(\\d\\d)-(\\d\\d):(\\d\\d)");
    private static final Pattern HOLIDAY = Pattern.compile("(\\S+)(?: (.*))?");

    private final SiteNames site;
    private final List<LineError> errors = new ArrayList<>();
    private final List<PeakSpan> peaks = new ArrayList<>();
    private final List<Holiday> holidays = new ArrayList<>();
    private final List<RuleDraft> rules = new ArrayList<>();
    private final List<TariffTerm> terms = new ArrayList<>();
    private final List<CostPool> pools = new ArrayList<>();
    private final List<ServiceLevel> levels = new ArrayList<>();
    private Optional<String> name = Optional.empty();
    private Optional<Instant> from = Optional.empty();
    private Optional<String> payer = Optional.empty();

    /// What is wrong in a line of a file.
    ///
    /// @param line counts from 1; 0 if something is missing altogether
    public record LineError(int line, String what) {
        @Override
        public String toString() {
            return line == 0 ? what : "line " + line + ": " + what;
        }
    }

    /// What came of reading a file.
    public sealed interface Outcome {
        record Read(TariffDraft draft) implements Outcome {}

        record Refused(List<LineError> errors) implements Outcome {
            public Refused {
                errors = List.copyOf(errors);
            }
        }
    }

    private TariffFile(SiteNames site) {
        this.site = site;
    }

    /// @param site what it may name
    public static Outcome read(List<String> lines, SiteNames site) {
        TariffFile file = new TariffFile(site);
        if (lines.size() > MOST_LINES) {
            return new Outcome.Refused(
                    List.of(new LineError(0, "The file has more than " + MOST_LINES + " lines.")));
        }
        for (int i = 0; i < lines.size(); i++) {
            String line = lines.get(i).replace("\uFEFF", "");
            int remark = line.indexOf('#');
            String text = (remark < 0 ? line : line.substring(0, remark)).strip();
            if (!text.isEmpty()) {
                file.take(i + 1, text.replaceAll("\\s+", " "));
            }
        }
        return file.outcome();
    }

    private void take(int line, String text) {
        int space = text.indexOf(' ');
        String word = space < 0 ? text : text.substring(0, space);
        String rest = space < 0 ? "" : text.substring(space + 1);
        try {
            switch (word) {
                case "tariff" -> name = once(name, named(rest), word);
                case "from" -> from = once(from, instant(rest), word);
                case "payer" -> payer = once(payer, payer(rest), word);
                case "peak" -> addPeak(rest);
                case "holiday" -> addHoliday(rest);
                case "rule" -> addRule(rest);
                case "fee" -> addFee(rest);
                case "pool" -> addPool(rest);
                case "sla" -> addLevel(rest);
                case "markup" -> addPercentage(TariffTerm.Kind.MARKUP, rest);
                case "tax" -> addPercentage(TariffTerm.Kind.TAX, rest);
                default ->
                        throw new BadTariff(
                                "'"
                                        + word
                                        + "' is nothing that a tariff says; there is: tariff, from,"
                                        + " payer, peak, holiday, rule, fee, pool, sla, markup,"
                                        + " tax.");
            }
        } catch (BadTariff | MalformedTime e) {
            errors.add(new LineError(line, String.valueOf(e.getMessage())));
        }
    }

    private Outcome outcome() {
        if (name.isEmpty()) {
            errors.add(new LineError(0, "The file does not name its tariff: 'tariff NAME'."));
        }
        if (from.isEmpty()) {
            errors.add(
                    new LineError(
                            0,
                            "The file does not say when the tariff comes into force: 'from"
                                    + " 2026-04-01' or 'from always'."));
        }
        if (rules.isEmpty() && errors.isEmpty()) {
            errors.add(new LineError(0, "The file has no rule: nothing would be rated."));
        }
        return errors.isEmpty()
                ? new Outcome.Read(
                        new TariffDraft(
                                name.orElseThrow(),
                                from.orElseThrow(),
                                payer.orElse(TariffTables.SITE),
                                peaks,
                                holidays,
                                rules,
                                terms,
                                pools,
                                levels))
                : new Outcome.Refused(errors);
    }

    private static <T> Optional<T> once(Optional<T> before, T value, String word) {
        if (before.isPresent()) {
            throw new BadTariff("'" + word + "' is said a second time.");
        }
        return Optional.of(value);
    }

    /// Whatever charges beside the rules is told apart by its name on statements, so no two of a
    /// kind may share one.
    private static String unused(String name, Stream<String> taken) {
        if (taken.anyMatch(name::equals)) {
            throw new BadTariff("There is another '" + name + "' above; give it another name.");
        }
        return named(name);
    }

    private static String named(String text) {
        if (text.isEmpty() || text.length() > 100) {
            throw new BadTariff("A name has 1 to 100 characters.");
        }
        return text;
    }

    private Instant instant(String text) {
        if (text.equals("always")) {
            return Instant.MIN;
        }
        Instant instant = site.zone().parse(text);
        site.zone().checkBorder(instant);
        return instant;
    }

    private static String payer(String text) {
        if (!PAYERS.contains(text)) {
            throw new BadTariff(
                    "'" + text + "' is no payer; there is: " + String.join(", ", PAYERS) + ".");
        }
        return text;
    }

    private void addPeak(String text) {
        MatchResult parts = match(PEAK, text, "write peak hours as 'Mon-Fri 08:00-18:00'");
        int first = DAYS.indexOf(parts.group(1));
        int last = parts.group(2) == null ? first : DAYS.indexOf(parts.group(2));
        if (first < 0 || last < first) {
            throw new BadTariff(
                    "'" + text + "' names no weekdays; they are " + String.join(", ", DAYS) + ".");
        }
        for (int day = first; day <= last; day++) {
            try {
                peaks.add(
                        new PeakSpan(
                                day + 1,
                                minutes(parts.group(3), parts.group(4)),
                                minutes(parts.group(5), parts.group(6))));
            } catch (IllegalArgumentException e) {
                throw new BadTariff(
                        "'"
                                + text
                                + "' cannot be: peak hours lie within a day, and begin and end on"
                                + " quarter hours.");
            }
        }
    }

    private static int minutes(String hours, String minutes) {
        return Integer.parseInt(hours) * 60 + Integer.parseInt(minutes);
    }

    private void addHoliday(String text) {
        MatchResult parts = match(HOLIDAY, text, "write holidays as '2026-12-25 Christmas Day'");
        try {
            holidays.add(
                    new Holiday(
                            LocalDate.parse(parts.group(1)),
                            Optional.ofNullable(parts.group(2)).orElse("")));
        } catch (DateTimeException e) {
            throw new BadTariff("'" + parts.group(1) + "' is no day; write it as 2026-12-25.");
        }
    }

    private void addRule(String text) {
        MatchResult parts =
                match(RULE, text, "write a rule as 'zone Internet, peak -> CATEGORY = PRICE'");
        String zoneName = "";
        String service = "";
        Band band = Band.ANY;
        for (String condition : parts.group(1).split(",", -1)) {
            String one = condition.strip();
            if (one.startsWith("zone ")) {
                zoneName = one.substring(5);
                if (site.zones().zone(zoneName).isEmpty()) {
                    throw new BadTariff("There is no zone " + zoneName + ".");
                }
            } else if (one.startsWith("service ")) {
                service = one.substring(8);
                if (!site.services().hasName(service)) {
                    throw new BadTariff("There is no service " + service + ".");
                }
            } else if (one.equals("peak")) {
                band = Band.PEAK;
            } else if (one.equals("off-peak")) {
                band = Band.OFF_PEAK;
            } else if (!one.equals("any")) {
                throw new BadTariff(
                        "'"
                                + one
                                + "' is no condition; there is: zone NAME, service NAME, peak,"
                                + " off-peak, any.");
            }
        }
        rules.add(
                new RuleDraft(
                        zoneName,
                        service,
                        band,
                        named(parts.group(2)),
                        PriceText.parse(parts.group(3))));
    }

    private void addFee(String text) {
        MatchResult parts = match(TERM, text, "write a fee as 'NAME = 12.50 per workstation'");
        MatchResult price =
                match(FEE, parts.group(2), "a fee is for each department, user or workstation");
        terms.add(
                new TariffTerm(
                        TariffTerm.Kind.ofColumn(price.group(2)),
                        unused(parts.group(1), termNames(TariffTerm.Kind::isFee)),
                        new BigDecimal(price.group(1))));
    }

    private void addPercentage(TariffTerm.Kind kind, String text) {
        MatchResult parts = match(TERM, text, "write it as 'NAME = 19 %'");
        MatchResult value = match(PERCENT, parts.group(2), "say a percentage, as in '19 %'");
        terms.add(
                new TariffTerm(
                        kind,
                        unused(parts.group(1), termNames(kind::equals)),
                        new BigDecimal(value.group(1))));
    }

    private Stream<String> termNames(Predicate<TariffTerm.Kind> of) {
        return terms.stream().filter(term -> of.test(term.kind())).map(TariffTerm::name);
    }

    private void addPool(String text) {
        MatchResult parts = match(TERM, text, "write a pool as 'NAME = 1200.00 by usage'");
        MatchResult pool =
                match(
                        POOL,
                        parts.group(2),
                        "say 'by usage', 'by heads', 'even' or 'fixed Sales 60 %, Works 40 %'");
        CostPool.Sharing sharing = CostPool.Sharing.ofWord(pool.group(2).replace("by ", ""));
        Optional<String> listed = Optional.ofNullable(pool.group(3));
        if (listed.isPresent() != (sharing == CostPool.Sharing.FIXED)) {
            throw new BadTariff(
                    "'"
                            + text
                            + "' is not understood: departments with percentages stand behind 'fixed',"
                            + " and only there.");
        }
        pools.add(
                new CostPool(
                        unused(parts.group(1), pools.stream().map(CostPool::name)),
                        new BigDecimal(pool.group(1)),
                        sharing,
                        listed.map(this::shares).orElse(List.of())));
    }

    private List<CostPool.Share> shares(String text) {
        List<CostPool.Share> shares = new ArrayList<>();
        BigDecimal sum = BigDecimal.ZERO;
        for (String each : text.split(",", -1)) {
            MatchResult share = match(SHARE, each.strip(), "write a share as 'Sales 60 %'");
            Department department =
                    site.directory()
                            .department(share.group(1))
                            .orElseThrow(() ->
                                    new BadTariff(
                                            "There is no department " + share.group(1) + "."));
            BigDecimal percent = new BigDecimal(share.group(2));
            shares.add(new CostPool.Share(department.id(), percent));
            sum = sum.add(percent);
        }
        if (sum.compareTo(WHOLE) != 0) {
            throw new BadTariff(
                    "The shares '"
                            + text
                            + "' come to "
                            + sum.toPlainString()
                            + " %, not to 100 %.");
        }
        return shares;
    }

    private void addLevel(String text) {
        String form = "write it as 'NAME = 5 % back for coverage below 99.5 %'";
        MatchResult parts = match(TERM, text, form);
        MatchResult level = match(LEVEL, parts.group(2), form);
        levels.add(
                new ServiceLevel(
                        unused(parts.group(1), levels.stream().map(ServiceLevel::name)),
                        level.group(2).startsWith("coverage")
                                ? ServiceLevel.Measure.COVERAGE
                                : ServiceLevel.Measure.LOSS,
                        new BigDecimal(level.group(3)),
                        new BigDecimal(level.group(1))));
    }

    private static MatchResult match(Pattern pattern, String text, String otherwise) {
        Matcher matcher = pattern.matcher(text);
        if (!matcher.matches()) {
            throw new BadTariff("'" + text + "' is not understood: " + otherwise + ".");
        }
        return matcher;
    }

    /// A file for a new site to begin with: its own first tariff, and every other thing a tariff
    /// can say as a remark.
    ///
    /// @param unit MB or MiB
    public static List<String> starter(String unit) {
        try (InputStream text =
                Objects.requireNonNull(TariffFile.class.getResourceAsStream("starter.txt"))) {
            return new String(text.readAllBytes(), StandardCharsets.UTF_8)
                    .replace("MB", unit)
                    .lines()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
