package net.flowtally.app.overview;

/// What there is to see on the overview.
sealed interface OverviewState {
    /// Nobody has looked yet.
    record Unknown() implements OverviewState {}

    /// Nothing has been accounted, in any period.
    ///
    /// @param unaccounted quarter hours with calls that accounting has not seen
    record NothingAccounted(long unaccounted) implements OverviewState {}

    record Shown(OverviewFigures figures) implements OverviewState {}
}
