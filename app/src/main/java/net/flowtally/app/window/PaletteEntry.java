package net.flowtally.app.window;

/// One line of the command palette.
///
/// @param kind what sort of thing it is, in the user's language
record PaletteEntry(String title, String kind, Runnable action) {}
