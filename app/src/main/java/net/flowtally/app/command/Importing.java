package net.flowtally.app.command;

import java.util.HashMap;
import java.util.Map;
import java.util.function.Function;
import net.flowtally.ledger.imports.ImportOutcome;
import net.flowtally.ledger.imports.SavedSource;
import net.flowtally.ledger.imports.SavedSources;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// The options that all imports have.
final class Importing {
    @Spec(Spec.Target.MIXEE)
    private CommandSpec spec;

    @Option(
            names = "--dry-run",
            description = "Only tell, row by row, what would change. Writes nothing.")
    private boolean dryRun;

    @Option(
            names = "--all-or-nothing",
            description =
                    "Take nothing if a row is wrong; otherwise just that row is left out, and the"
                            + " command ends with 1.")
    private boolean allOrNothing;

    @Option(
            names = "--source",
            paramLabel = "NAME",
            description =
                    "Keep what is said under this name (default: that of --save, or the kind of"
                            + " import). An import changes only what was said under its own name.")
    private String source = "";

    @Option(
            names = "--save",
            paramLabel = "NAME",
            description =
                    "Once it is made, save all that was asked for under this name, mapping and"
                            + " all; 'import sources --run NAME' does it again.")
    private String save = "";

    @Option(
            names = "--every",
            paramLabel = "TIME",
            description =
                    "With --save: when it is due again, as in 30m, 12h or 1d; 'import sources"
                            + " --run-due' runs what is due.")
    private String every = "";

    FlowtallyCommand program() {
        return (FlowtallyCommand) spec.root().userObject();
    }

    /// @param asked by the options of the command itself
    int run(Map<String, String> asked) {
        return run(_ -> asked, new ImportTelling());
    }

    /// @param asked with the help of the home
    int run(Function<OpenHome, Map<String, String>> asked, ImportTelling telling) {
        if (save.isEmpty() && !every.isEmpty()) {
            throw new Refused("--every goes with --save.");
        }
        if (!save.isEmpty() && (dryRun || telling.isForOnce())) {
            throw new Refused(
                    "--save goes neither with --dry-run, which writes nothing, nor with --as-of or"
                            + " --even-most, which are meant for once.");
        }
        FlowtallyCommand program = program();
        try (OpenHome site = program.open()) {
            Map<String, String> settings = new HashMap<>(asked.apply(site));
            put(settings, ImportTask.SOURCE, source);
            put(settings, ImportTask.ALL_OR_NOTHING, allOrNothing ? ImportTask.YES : "");
            put(settings, ImportTask.COMPLETE, telling.isComplete() ? ImportTask.YES : "");
            put(settings, SavedSource.EVERY, every);
            settings.values().removeIf(String::isEmpty);
            ImportTask task = new ImportTask(settings);
            SavedSource saved = new SavedSource(save, task.kind(), task.settings());
            ImportOutcome outcome =
                    new ImportRun(
                                    program,
                                    site,
                                    spec.commandLine().getOut(),
                                    spec.commandLine().getErr(),
                                    dryRun)
                            .run(
                                    save,
                                    task,
                                    telling.asOf(site.zone(), program.clock()),
                                    telling.isEvenMost());
            if (!save.isEmpty() && outcome instanceof ImportOutcome.Compared) {
                SavedSources sources = new SavedSources(site.store());
                sources.save(saved, program.actor());
                sources.ran(
                        save,
                        program.clock().instant(),
                        ImportRun.isWhole(outcome),
                        ImportRun.summary(outcome));
            }
            return ImportRun.isWhole(outcome) ? ExitCode.OK : ExitCode.FAILED;
        }
    }

    private static void put(Map<String, String> settings, String key, String value) {
        if (!value.isEmpty()) {
            settings.put(key, value);
        }
    }
}
