package net.flowtally.ledger.directory;

import java.text.Normalizer;

/// What names of departments, users and workstations may be.
public final class DirectoryName {
    private static final int MOST_NAME = 200;
    private static final int MOST_PATH = 2_000;
    private static final int MOST_LEVELS = 64;

    private DirectoryName() {}

    /// The same name written in two ways of Unicode is one name.
    public static String normal(String text) {
        return Normalizer.normalize(text.strip(), Normalizer.Form.NFC);
    }

    /// A path with each of its parts in normal form.
    public static String normalPath(String text) {
        String[] parts = text.split("/", -1);
        for (int i = 0; i < parts.length; i++) {
            parts[i] = normal(parts[i]);
        }
        return String.join("/", parts);
    }

    /// A sentence about what is wrong with a name, empty if nothing is; an empty name is not.
    public static String problem(String text) {
        if (text.chars().anyMatch(Character::isISOControl)) {
            return "The text has a control character in it.";
        }
        return text.length() > MOST_NAME
                ? "The name is longer than " + MOST_NAME + " characters."
                : "";
    }

    /// A sentence about what is wrong with the path of a department, empty if nothing is.
    public static String problemOfPath(String text) {
        if (text.isBlank()) {
            return "The department is empty.";
        }
        if (text.length() > MOST_PATH) {
            return "The path is longer than " + MOST_PATH + " characters.";
        }
        if (normal(text).equalsIgnoreCase(DirectorySnapshot.UNASSIGNED)) {
            return "The name '" + text + "' is kept for what nobody owns.";
        }
        String[] parts = text.split("/", -1);
        if (parts.length > MOST_LEVELS) {
            return "The path has more than " + MOST_LEVELS + " levels.";
        }
        for (String part : parts) {
            if (part.isBlank()) {
                return "A part of the path '" + text + "' is empty.";
            }
            String problem = problem(part);
            if (!problem.isEmpty()) {
                return problem;
            }
        }
        return "";
    }

    /// @throws BadDirectoryEdit if the name is empty or cannot be
    static String checked(String text) {
        String problem = text.isBlank() ? "The name is empty." : problem(text);
        if (!problem.isEmpty()) {
            throw new BadDirectoryEdit(problem);
        }
        return normal(text);
    }

    /// @throws BadDirectoryEdit if the path is empty or cannot be
    static String checkedPath(String text) {
        String problem = problemOfPath(text);
        if (!problem.isEmpty()) {
            throw new BadDirectoryEdit(problem);
        }
        return normalPath(text);
    }
}
