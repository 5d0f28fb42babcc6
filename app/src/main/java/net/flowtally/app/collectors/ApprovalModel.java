package net.flowtally.app.collectors;

import java.util.function.Consumer;
import net.flowtally.app.screen.Background;
import net.flowtally.app.screen.Notices;
import net.flowtally.app.screen.Texts;
import net.flowtally.ledger.address.Address;
import net.flowtally.ledger.address.Prefix;
import net.flowtally.ledger.exporter.Exporters;

/// Says of sources that wait whether they are accounted. A running collector follows within a
/// second or two. To be used from the window's thread.
public final class ApprovalModel {
    private final Background background;
    private final Notices notices;
    private final Texts texts;
    private final Exporters exporters;
    private final String actor;
    private final Runnable changed;

    /// @param actor in the audit trail
    /// @param changed run on the window's thread when something was decided
    public ApprovalModel(
            Background background,
            Notices notices,
            Texts texts,
            Exporters exporters,
            String actor,
            Runnable changed) {
        this.background = background;
        this.notices = notices;
        this.texts = texts;
        this.exporters = exporters;
        this.actor = actor;
        this.changed = changed;
    }

    /// Approves one source.
    ///
    /// @param name of it from now on; empty for the one it has
    public void approve(Address address, String name) {
        decide(
                ledger -> {
                    if (name.isEmpty()) {
                        ledger.approve(address, actor);
                    } else {
                        ledger.approve(address, name, actor);
                    }
                },
                texts.get("approved", address.toString()));
    }

    /// Approves all sources inside a prefix, also those that are yet to come.
    public void allow(Prefix prefix) {
        decide(ledger -> ledger.allow(prefix, actor), texts.get("allowed", prefix.toString()));
    }

    /// Says that nothing of a source is ever accounted.
    public void refuse(Address address) {
        decide(ledger -> ledger.refuse(address, actor), texts.get("refused", address.toString()));
    }

    private void decide(Consumer<Exporters> decision, String done) {
        background.start(
                texts.get("deciding"),
                job -> {
                    decision.accept(exporters);
                    return done;
                },
                sentence -> {
                    notices.tell(sentence);
                    changed.run();
                },
                notices::complain);
    }
}
