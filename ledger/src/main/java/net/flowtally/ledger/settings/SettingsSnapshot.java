package net.flowtally.ledger.settings;

import java.util.Currency;
import java.util.Map;
import net.flowtally.ledger.time.AccountingZone;

/// The settings as they were at one revision. Immutable.
public final class SettingsSnapshot {
    private final Map<String, String> texts;

    /// @param texts by key; what is not among them has its default
    public SettingsSnapshot(Map<String, String> texts) {
        this.texts = Map.copyOf(texts);
    }

    public <T> T get(Setting<T> setting) {
        return setting.parse(text(setting));
    }

    /// As it was set, or the default.
    public String text(Setting<?> setting) {
        return texts.getOrDefault(setting.key(), setting.otherwise());
    }

    /// Whether somebody set it.
    public boolean isSet(Setting<?> setting) {
        return texts.containsKey(setting.key());
    }

    public AccountingZone zone() {
        return get(Setting.ACCOUNTING_ZONE);
    }

    public Currency currency() {
        return get(Setting.CURRENCY);
    }

    public VolumeUnit unit() {
        return get(Setting.UNIT);
    }

    public Payer payer() {
        return get(Setting.PAYER);
    }
}
