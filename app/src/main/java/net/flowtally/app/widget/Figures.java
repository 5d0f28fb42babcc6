package net.flowtally.app.widget;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.text.NumberFormat;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.format.FormatStyle;
import java.util.Locale;
import net.flowtally.ledger.money.Amount;

/// How figures are written in the window: volumes in the site's unit, money with its currency,
/// times in the accounting time zone, all in the user's language. Immutable.
public final class Figures {
    /// Written where there is no figure.
    public static final String NONE = "–";

    private static final String[] DECIMAL = {"B", "kB", "MB", "GB", "TB", "PB", "EB"};
    private static final String[] BINARY = {"B", "KiB", "MiB", "GiB", "TiB", "PiB", "EiB"};
    private static final long MIB = 1_048_576;
    private static final char NARROW_SPACE = '\u202f';

    private final Locale locale;
    private final ZoneId zone;
    private final boolean binary;
    private final DateTimeFormatter minute;
    private final DateTimeFormatter second;
    private final DateTimeFormatter exact;
    private final DateTimeFormatter day;
    private final DateTimeFormatter month;

    /// @param zone the accounting time zone
    /// @param unitBytes 1,000,000 for MB or 1,048,576 for MiB
    public Figures(Locale locale, ZoneId zone, long unitBytes) {
        this.locale = locale;
        this.zone = zone;
        this.binary = unitBytes == MIB;
        this.minute = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm", locale).withZone(zone);
        this.second = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss", locale).withZone(zone);
        this.exact =
                DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss.SSSSSS", locale).withZone(zone);
        this.day = DateTimeFormatter.ofLocalizedDate(FormatStyle.MEDIUM).withLocale(locale);
        this.month = DateTimeFormatter.ofPattern("LLLL yyyy", locale);
    }

    public ZoneId zone() {
        return zone;
    }

    public Locale locale() {
        return locale;
    }

    /// `MB` or `MiB`.
    public String unit() {
        return binary ? "MiB" : "MB";
    }

    /// A volume in the unit that suits it, to four digits: `1.234 GB`.
    public String volume(long bytes) {
        return scaled(bytes, 4) + NARROW_SPACE + volumeUnit(bytes);
    }

    /// A round volume beside a scale: `800 MB`.
    public String scale(double bytes) {
        long whole = Math.round(bytes);
        NumberFormat format = number(0);
        format.setMaximumFractionDigits(2);
        return format.format(whole / Math.pow(step(), power(whole)))
                + NARROW_SPACE
                + volumeUnit(whole);
    }

    /// The number of `volume`, without its unit.
    public String volumeNumber(long bytes) {
        return scaled(bytes, 4);
    }

    /// The unit of `volume`.
    public String volumeUnit(long bytes) {
        return (binary ? BINARY : DECIMAL)[power(bytes)];
    }

    /// A volume in the site's unit, for columns whose header names it.
    public String units(long bytes, int decimals) {
        BigDecimal value =
                BigDecimal.valueOf(bytes)
                        .divide(
                                BigDecimal.valueOf(binary ? MIB : 1_000_000),
                                decimals,
                                RoundingMode.HALF_UP);
        return number(decimals).format(value);
    }

    public String count(long value) {
        return number(0).format(value);
    }

    /// How often something happens in each second.
    public String rate(double perSecond) {
        return number(perSecond > 0 && perSecond < 9.95 ? 1 : 0).format(perSecond);
    }

    /// Money with its currency: `12.34 EUR`.
    public String money(Amount amount) {
        return moneyNumber(amount) + NARROW_SPACE + amount.currency().getCurrencyCode();
    }

    /// Money for columns whose header names the currency.
    public String moneyNumber(Amount amount) {
        int digits = Math.max(amount.currency().getDefaultFractionDigits(), 0);
        return number(digits).format(BigDecimal.valueOf(amount.minor(), digits));
    }

    /// An exact price, with all the digits it has and two at least.
    public String price(BigDecimal price) {
        NumberFormat format = number(2);
        format.setMaximumFractionDigits(Math.max(2, price.stripTrailingZeros().scale()));
        return format.format(price);
    }

    /// An exact amount of money before it is rounded, to six decimals.
    public String exact(BigDecimal amount) {
        return number(6).format(amount);
    }

    /// How much of a whole, in percent; `–` of nothing.
    public String share(long part, long whole) {
        if (whole == 0) {
            return NONE;
        }
        double percent = 100.0 * part / whole;
        if (part != 0 && percent < 0.05) {
            return "< " + number(1).format(0.1) + NARROW_SPACE + "%";
        }
        return number(1).format(percent) + NARROW_SPACE + "%";
    }

    /// Growth in percent with its sign; `–` from nothing.
    public String change(long now, long before) {
        if (before == 0) {
            return NONE;
        }
        double percent = 100.0 * (now - before) / before;
        String digits = number(1).format(Math.abs(percent));
        String sign = now > before ? "+" : now < before ? "−" : "±";
        return sign + digits + NARROW_SPACE + "%";
    }

    public String minute(Instant time) {
        return minute.format(time);
    }

    public String second(Instant time) {
        return second.format(time);
    }

    public String micros(Instant time) {
        return exact.format(time);
    }

    public String day(LocalDate date) {
        return day.format(date);
    }

    /// A billing period's name in words: `March 2026` for `2026-03`.
    public String period(String name) {
        return month.format(YearMonth.parse(name));
    }

    /// A span of time: `0.25 s`, `1:02`, `3:04:05`.
    public String duration(Duration span) {
        long seconds = span.toSeconds();
        if (seconds < 60) {
            return number(span.toMillis() < 10_000 ? 2 : 0).format(span.toMillis() / 1000.0)
                    + NARROW_SPACE
                    + "s";
        }
        return seconds < 3600
                ? "%d:%02d".formatted(seconds / 60, seconds % 60)
                : "%d:%02d:%02d".formatted(seconds / 3600, seconds / 60 % 60, seconds % 60);
    }

    private String scaled(long bytes, int digits) {
        int power = power(bytes);
        if (power == 0) {
            return count(bytes);
        }
        BigDecimal value =
                BigDecimal.valueOf(bytes)
                        .divide(BigDecimal.valueOf(step()).pow(power), 6, RoundingMode.HALF_UP);
        int whole = value.abs().toBigInteger().toString().length();
        return number(Math.clamp(digits - whole, 0, 3)).format(value);
    }

    private int power(long bytes) {
        int power = 0;
        double left = Math.abs((double) bytes);
        // 999.95 kB would be printed as 1,000 kB
        while (left >= step() * 0.99995 && power < DECIMAL.length - 1) {
            left /= step();
            power++;
        }
        return power;
    }

    private int step() {
        return binary ? 1024 : 1000;
    }

    private NumberFormat number(int decimals) {
        NumberFormat format = NumberFormat.getNumberInstance(locale);
        format.setMinimumFractionDigits(decimals);
        format.setMaximumFractionDigits(decimals);
        format.setRoundingMode(RoundingMode.HALF_UP);
        return format;
    }
}
