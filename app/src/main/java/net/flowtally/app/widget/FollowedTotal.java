package net.flowtally.app.widget;

import net.flowtally.app.screen.Texts;
import net.flowtally.ledger.money.Amount;

/// The total that the user followed to get somewhere, in words: it stays in sight there, so that
/// what is found can be compared with it.
public final class FollowedTotal {

    private FollowedTotal() {}

    /// To the byte, as the total of the calls is.
    public static String words(Figures figures, long bytes, long calls, Amount charge) {
        return new Texts(FollowedTotal.class, figures.locale())
                .get("total.followed", figures.count(bytes), calls, figures.money(charge));
    }
}
