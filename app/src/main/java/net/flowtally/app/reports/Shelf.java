package net.flowtally.app.reports;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;
import net.flowtally.app.screen.Keepsakes;
import net.flowtally.reports.catalogue.Catalogue;
import net.flowtally.reports.catalogue.ReportDeclaration;

/// The user's own reports: favourites in the order in which they became so, and those that were run
/// last, the latest first. Kept from one window to the next. To be used from the window's thread.
final class Shelf {
    private static final String FAVOURITES = "reports.favourites";
    private static final String RECENT = "reports.recent";
    private static final int LIMIT = 6;

    private final Keepsakes keepsakes;
    private final ObservableList<ReportDeclaration> favourites;
    private final ObservableList<ReportDeclaration> recent;

    Shelf(Keepsakes keepsakes) {
        this.keepsakes = keepsakes;
        favourites = FXCollections.observableArrayList(read(FAVOURITES));
        recent = FXCollections.observableArrayList(read(RECENT));
    }

    ObservableList<ReportDeclaration> favourites() {
        return favourites;
    }

    ObservableList<ReportDeclaration> recent() {
        return recent;
    }

    boolean isFavourite(ReportDeclaration report) {
        return favourites.contains(report);
    }

    /// Makes a report a favourite, or takes that from it.
    void turn(ReportDeclaration report) {
        if (!favourites.remove(report)) {
            favourites.add(report);
        }
        write(FAVOURITES, favourites);
    }

    /// A report was run.
    void used(ReportDeclaration report) {
        List<ReportDeclaration> now = new ArrayList<>(recent);
        now.remove(report);
        now.addFirst(report);
        recent.setAll(now.subList(0, Math.min(LIMIT, now.size())));
        write(RECENT, recent);
    }

    private List<ReportDeclaration> read(String key) {
        return Arrays.stream(keepsakes.find(key).orElse("").split(","))
                .map(Catalogue::find)
                .flatMap(Optional::stream)
                .distinct()
                .toList();
    }

    private void write(String key, List<ReportDeclaration> reports) {
        keepsakes.keep(key, String.join(",", reports.stream().map(ReportDeclaration::id).toList()));
    }
}
