package net.flowtally.app.command;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.util.Locale;
import java.util.OptionalLong;
import net.flowtally.ledger.retention.DetailForecast;

/// How much call detail there is and when it will be too much, for a reader and for a program.
final class DetailWords {
    private DetailWords() {}

    /// One line.
    static String line(DetailForecast detail) {
        if (detail.since().isEmpty()) {
            return "No call detail is kept yet.";
        }
        StringBuilder text =
                new StringBuilder("Call detail is kept from ")
                        .append(detail.since().get())
                        .append(" on: ")
                        .append(Octets.text(detail.octets()));
        if (detail.octetsADay() > 0) {
            text.append(", ").append(Octets.text(detail.octetsADay())).append(" more a day");
        }
        append(text, "; retention.size is reached", detail.daysToSize());
        append(text, "; the disk is full", detail.daysToFull());
        return text.append('.').toString();
    }

    private static void append(StringBuilder text, String what, OptionalLong days) {
        if (days.isPresent()) {
            text.append(what)
                    .append(
                            switch (Math.toIntExact(Math.min(days.getAsLong(), 100_000))) {
                                case 0 -> " within a day";
                                case 1 -> " in a day";
                                case 100_000 -> " in more than 100,000 days";
                                default ->
                                        String.format(
                                                Locale.ROOT, " in %,d days", days.getAsLong());
                            });
        }
    }

    /// The members of an object.
    static void write(DetailForecast detail, JsonGenerator json) throws IOException {
        json.writeStringField("keptSince", detail.since().map(Object::toString).orElse(""));
        json.writeNumberField("slices", detail.slices());
        json.writeNumberField("octets", detail.octets());
        json.writeNumberField("octetsADay", detail.octetsADay());
        json.writeNumberField("free", detail.free());
        writeDays(json, "daysToSize", detail.daysToSize());
        writeDays(json, "daysToFull", detail.daysToFull());
    }

    /// Null where it is never.
    private static void writeDays(JsonGenerator json, String name, OptionalLong days)
            throws IOException {
        if (days.isPresent()) {
            json.writeNumberField(name, days.getAsLong());
        } else {
            json.writeNullField(name);
        }
    }
}
