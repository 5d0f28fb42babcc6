package net.flowtally.app.screen;

/// A screen of the workstation, in the order of the icon rail.
public enum Section {
    OVERVIEW,
    CALLS,
    STATEMENTS,
    REPORTS
}
