package net.flowtally.reports.table;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.text.DecimalFormat;
import java.text.NumberFormat;
import java.time.Duration;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/// How a cell is written for people: by locale, times in the accounting zone. One thread.
public final class CellText {
    private final NumberFormat whole;
    private final NumberFormat volume;
    private final NumberFormat share;
    private final DecimalFormat price;
    private final Locale locale;
    private final DateTimeFormatter time;
    private final DateTimeFormatter day;

    /// Numbers as the locale writes them, times as they are in the zone.
    public CellText(Locale locale, ZoneId zone) {
        this.locale = locale;
        whole = NumberFormat.getIntegerInstance(locale);
        volume = NumberFormat.getNumberInstance(locale);
        volume.setMinimumFractionDigits(6);
        volume.setMaximumFractionDigits(6);
        volume.setRoundingMode(RoundingMode.HALF_UP);
        share = NumberFormat.getPercentInstance(locale);
        share.setMinimumFractionDigits(1);
        share.setMaximumFractionDigits(1);
        share.setRoundingMode(RoundingMode.HALF_UP);
        price = (DecimalFormat) NumberFormat.getNumberInstance(locale);
        price.setMaximumFractionDigits(20);
        time = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss", locale).withZone(zone);
        day = DateTimeFormatter.ofPattern("EEE yyyy-MM-dd", locale);
    }

    public String of(Cell cell) {
        return switch (cell) {
            case Cell.Empty() -> "";
            case Cell.Text(String text) -> text;
            case Cell.Count(long count) -> whole.format(count);
            case Cell.Bytes(long bytes) -> whole.format(bytes);
            case Cell.Volume(long bytes, long unitBytes) ->
                    volume.format(inUnits(bytes, unitBytes));
            case Cell.Money money -> money(money);
            case Cell.Price(BigDecimal exact) -> price(exact);
            case Cell.Share(long part, long whole) ->
                    whole == 0 ? "" : share.format(ratio(part, whole));
            case Cell.Time(java.time.Instant instant) -> time.format(instant);
            case Cell.Day(java.time.LocalDate date) -> day.format(date);
            case Cell.Span(Duration duration) -> span(duration);
        };
    }

    /// A volume in units, exact to six decimals.
    public static BigDecimal inUnits(long bytes, long unitBytes) {
        return BigDecimal.valueOf(bytes)
                .divide(BigDecimal.valueOf(unitBytes), 6, RoundingMode.HALF_UP);
    }

    /// A part of a whole to six decimals; the whole is not zero.
    public static BigDecimal ratio(long part, long whole) {
        return BigDecimal.valueOf(part).divide(BigDecimal.valueOf(whole), 6, RoundingMode.HALF_UP);
    }

    private String money(Cell.Money money) {
        int digits = Math.max(0, money.amount().currency().getDefaultFractionDigits());
        NumberFormat format = NumberFormat.getNumberInstance(locale);
        format.setMinimumFractionDigits(digits);
        format.setMaximumFractionDigits(digits);
        return format.format(BigDecimal.valueOf(money.amount().minor(), digits));
    }

    private String price(BigDecimal exact) {
        price.setMinimumFractionDigits(Math.max(2, exact.scale()));
        return price.format(exact);
    }

    private static String span(Duration duration) {
        long tenths = duration.toMillis() / 100;
        long seconds = tenths / 10;
        return seconds >= 3600
                ? String.format(
                        Locale.ROOT,
                        "%d:%02d:%02d",
                        seconds / 3600,
                        seconds / 60 % 60,
                        seconds % 60)
                : String.format(Locale.ROOT, "%d:%02d.%d", seconds / 60, seconds % 60, tenths % 10);
    }
}
