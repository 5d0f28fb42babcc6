package net.flowtally.ledger.settings;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Currency;
import java.util.List;
import java.util.Locale;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import net.flowtally.ledger.LedgerException;
import net.flowtally.ledger.time.AccountingZone;

/// One thing that a site decides: its key, what holds until somebody sets it, and how its text is
/// read. Immutable.
///
/// @param <T> what the text stands for
public final class Setting<T> {
    private static final String OFF = "off";
    private static final String FOREVER = "forever";
    private static final String NO_LIMIT = "unlimited";

    public static final Setting<AccountingZone> ACCOUNTING_ZONE =
            new Setting<>(
                    "accounting.zone",
                    "UTC",
                    "a time zone such as Europe/Berlin or UTC",
                    Effect.REWORK,
                    AccountingZone::of);

    public static final Setting<Currency> CURRENCY =
            new Setting<>(
                    "currency",
                    "EUR",
                    "a currency's three letters, such as EUR",
                    Effect.REWORK,
                    Setting::currency);

    public static final Setting<VolumeUnit> UNIT =
            new Setting<>(
                    "unit",
                    "MB",
                    "MB (10^6 bytes) or MiB (2^20 bytes)",
                    Effect.REWORK,
                    text -> oneOf(List.of(VolumeUnit.values()), text));

    public static final Setting<Payer> PAYER =
            new Setting<>(
                    "payer",
                    "caller",
                    "caller, callee, sender or receiver",
                    Effect.REWORK,
                    text -> oneOf(List.of(Payer.values()), text));

    /// The name that statements and reports are headed with.
    public static final Setting<String> ORGANISATION =
            new Setting<>(
                    "organisation",
                    "",
                    "a name of up to 200 characters",
                    Effect.NONE,
                    Setting::name);

    /// Most memory that the embedded engine may take for a query, in bytes.
    public static final Setting<Long> ENGINE_MEMORY =
            new Setting<>(
                    "memory.engine",
                    "512MB",
                    "an amount of memory from 64MB up, such as 512MB or 4GB",
                    Effect.NONE,
                    Setting::memory);

    /// Shortest time without an update after which a call has ended, in seconds.
    public static final Setting<Integer> COLLECTOR_IDLE = seconds("collector.idle", 120, 10, 3_600);

    /// Longest time that counters stay in the flow table, in seconds.
    public static final Setting<Integer> COLLECTOR_EMISSION =
            seconds("collector.emission", 30, 5, 300);

    /// How far an exporter's clock may be off before the clock policy applies, in seconds.
    public static final Setting<Integer> COLLECTOR_SKEW = seconds("collector.skew", 300, 1, 86_400);

    public static final Setting<String> COLLECTOR_CLOCKS =
            new Setting<>(
                    "collector.clocks",
                    "correct",
                    "accept, correct or hold",
                    Effect.NONE,
                    text -> oneOf(List.of("accept", "correct", "hold"), text));

    /// So many datagrams of one exporter are taken each second while others send as well.
    public static final Setting<Integer> COLLECTOR_LIMIT =
            new Setting<>(
                    "collector.limit",
                    "50000",
                    "a whole number of datagrams a second from 100 to 10000000",
                    Effect.NONE,
                    text -> whole(text, 100, 10_000_000));

    /// The ports that `collect` listens at; those that are off are not opened.
    public static final Setting<OptionalInt> LISTEN_NETFLOW = port("listen.netflow", "2055");

    public static final Setting<OptionalInt> LISTEN_SFLOW = port("listen.sflow", OFF);
    public static final Setting<OptionalInt> LISTEN_IPFIX_TCP = port("listen.ipfix-tcp", OFF);
    public static final Setting<OptionalInt> LISTEN_IPFIX_TLS = port("listen.ipfix-tls", OFF);
    public static final Setting<OptionalInt> LISTEN_LFAP = port("listen.lfap", OFF);
    public static final Setting<OptionalInt> LISTEN_LFAP_TLS = port("listen.lfap-tls", OFF);

    /// What ports with TLS prove themselves by; empty for nothing.
    public static final Setting<String> LISTEN_CERTIFICATE =
            new Setting<>(
                    "listen.certificate", "", "the path of a PEM file", Effect.NONE, Setting::name);

    public static final Setting<String> LISTEN_KEY =
            new Setting<>(
                    "listen.key",
                    "",
                    "the path of a PEM file (PKCS #8, not encrypted)",
                    Effect.NONE,
                    Setting::name);

    /// How long the journal is kept after everything in it is committed, in hours.
    public static final Setting<Integer> JOURNAL_KEEP =
            new Setting<>(
                    "journal.keep",
                    "24",
                    "a whole number of hours from 0 to 8784",
                    Effect.NONE,
                    text -> whole(text, 0, 8_784));

    /// How much of a stream's journal is kept, in bytes, whatever its age.
    public static final Setting<Long> JOURNAL_SIZE =
            new Setting<>(
                    "journal.size",
                    "16GiB",
                    "an amount of disk from 64MB up, such as 500MB or 16GiB",
                    Effect.NONE,
                    Setting::memory);

    /// Where the archive of each period is written when it is sealed; empty for nowhere.
    public static final Setting<String> ARCHIVE_FOLDER =
            new Setting<>(
                    "archive.folder",
                    "",
                    "the full path of a folder that is there, or nothing",
                    Effect.NONE,
                    Setting::folder);

    /// How many whole months of calls are kept beside the one that is going on; empty for all.
    /// Usage and statements stay whatever it says.
    public static final Setting<OptionalInt> RETENTION_MONTHS =
            new Setting<>(
                    "retention.months",
                    FOREVER,
                    "forever, or a whole number of months from 1 to 1200",
                    Effect.NONE,
                    text ->
                            text.equals(FOREVER)
                                    ? OptionalInt.empty()
                                    : OptionalInt.of(whole(text, 1, 1_200)));

    /// How much disk calls may take, in bytes; the oldest sealed months go beyond that. Empty for
    /// as much as there is.
    public static final Setting<OptionalLong> RETENTION_SIZE =
            new Setting<>(
                    "retention.size",
                    NO_LIMIT,
                    "unlimited, or an amount of disk from 64MB up, such as 500GB or 4TiB",
                    Effect.NONE,
                    text ->
                            text.equals(NO_LIMIT)
                                    ? OptionalLong.empty()
                                    : OptionalLong.of(memory(text)));

    /// For so many days after its seal nothing of a period goes.
    public static final Setting<Integer> RETENTION_DISPUTE_DAYS =
            new Setting<>(
                    "retention.dispute-days",
                    "60",
                    "a whole number of days from 0 to 3660",
                    Effect.NONE,
                    text -> whole(text, 0, 3_660));

    /// Whether the archive of a period is written and proven before its calls go: into the folder
    /// that `archive.folder` names, else into the home.
    public static final Setting<Boolean> RETENTION_ARCHIVE =
            new Setting<>("retention.archive", "yes", "yes or no", Effect.NONE, Setting::yesOrNo);

    /// Whether records that are held, and were not released before the seal, go with their period.
    public static final Setting<Boolean> RETENTION_HELD =
            new Setting<>(
                    "retention.held",
                    "keep",
                    "keep (a period with held records stays) or go",
                    Effect.NONE,
                    text -> oneOf(List.of("keep", "go"), text).equals("go"));

    /// All of them, as they are listed.
    public static final List<Setting<?>> ALL =
            List.of(
                    ORGANISATION,
                    ACCOUNTING_ZONE,
                    CURRENCY,
                    UNIT,
                    PAYER,
                    COLLECTOR_IDLE,
                    COLLECTOR_EMISSION,
                    COLLECTOR_SKEW,
                    COLLECTOR_CLOCKS,
                    COLLECTOR_LIMIT,
                    LISTEN_NETFLOW,
                    LISTEN_SFLOW,
                    LISTEN_IPFIX_TCP,
                    LISTEN_IPFIX_TLS,
                    LISTEN_LFAP,
                    LISTEN_LFAP_TLS,
                    LISTEN_CERTIFICATE,
                    LISTEN_KEY,
                    JOURNAL_KEEP,
                    JOURNAL_SIZE,
                    ARCHIVE_FOLDER,
                    RETENTION_MONTHS,
                    RETENTION_SIZE,
                    RETENTION_DISPUTE_DAYS,
                    RETENTION_ARCHIVE,
                    RETENTION_HELD,
                    ENGINE_MEMORY);

    private static final Pattern MEMORY = Pattern.compile("(\\d{1,6}) ?(MB|MiB|GB|GiB|TB|TiB)");
    private static final long LEAST_MEMORY = 64_000_000;

    private final String key;
    private final String otherwise;
    private final String allowed;
    private final Effect effect;
    private final Function<String, T> parser;

    private Setting(
            String key,
            String otherwise,
            String allowed,
            Effect effect,
            Function<String, T> parser) {
        this.key = key;
        this.otherwise = otherwise;
        this.allowed = allowed;
        this.effect = effect;
        this.parser = parser;
    }

    public String key() {
        return key;
    }

    /// What holds until somebody sets it.
    public String otherwise() {
        return otherwise;
    }

    /// What it can be set to, in words.
    public String allowed() {
        return allowed;
    }

    /// @throws BadSetting if the text is not what is allowed
    public T parse(String text) {
        try {
            return parser.apply(text);
        } catch (IllegalArgumentException | LedgerException _) {
            throw new BadSetting(key, text, allowed);
        }
    }

    boolean asksForRework() {
        return effect == Effect.REWORK;
    }

    private static Setting<Integer> seconds(String key, int otherwise, int least, int most) {
        return new Setting<>(
                key,
                Integer.toString(otherwise),
                "a whole number of seconds from " + least + " to " + most,
                Effect.NONE,
                text -> whole(text, least, most));
    }

    private static Setting<OptionalInt> port(String key, String otherwise) {
        return new Setting<>(
                key,
                otherwise,
                "off, or a port from 0 (any that is free) to 65535",
                Effect.NONE,
                text ->
                        text.equals(OFF)
                                ? OptionalInt.empty()
                                : OptionalInt.of(whole(text, 0, 65_535)));
    }

    private static int whole(String text, int least, int most) {
        int number = Integer.parseInt(text);
        if (number < least || number > most) {
            throw new IllegalArgumentException(text);
        }
        return number;
    }

    private static <T> T oneOf(List<T> values, String text) {
        for (T value : values) {
            if (value.toString().equals(text)) {
                return value;
            }
        }
        throw new IllegalArgumentException(text);
    }

    private static Currency currency(String text) {
        Currency currency = Currency.getInstance(text.toUpperCase(Locale.ROOT));
        if (!currency.getCurrencyCode().equals(text) || currency.getDefaultFractionDigits() < 0) {
            throw new IllegalArgumentException(text);
        }
        return currency;
    }

    private static String name(String text) {
        if (text.length() > 200 || text.chars().anyMatch(Character::isISOControl)) {
            throw new IllegalArgumentException(text);
        }
        return text;
    }

    private static boolean yesOrNo(String text) {
        return oneOf(List.of("yes", "no"), text).equals("yes");
    }

    private static String folder(String text) {
        if (!text.isEmpty() && !(Path.of(text).isAbsolute() && Files.isDirectory(Path.of(text)))) {
            throw new IllegalArgumentException(text);
        }
        return text;
    }

    private static long memory(String text) {
        Matcher parts = MEMORY.matcher(text);
        if (!parts.matches()) {
            throw new IllegalArgumentException(text);
        }
        long unit =
                switch (parts.group(2)) {
                    case "MB" -> 1_000_000L;
                    case "MiB" -> 1L << 20;
                    case "GB" -> 1_000_000_000L;
                    case "GiB" -> 1L << 30;
                    case "TB" -> 1_000_000_000_000L;
                    default -> 1L << 40;
                };
        long bytes = Long.parseLong(parts.group(1)) * unit;
        if (bytes < LEAST_MEMORY) {
            throw new IllegalArgumentException(text);
        }
        return bytes;
    }

    private enum Effect {
        NONE,
        /// Usage has to be worked out again.
        REWORK
    }
}
