package net.flowtally.app.command;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import net.flowtally.ledger.address.Prefix;
import net.flowtally.ledger.settings.Setting;
import net.flowtally.ledger.settings.SettingsSnapshot;
import net.flowtally.ledger.zone.Zones;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

@Command(
        name = "set",
        description = {
            "Changes a setting of the site, or shows the settings.",
            "",
            "zone.NAME PREFIX[,PREFIX]... says which addresses are in a zone, as in",
            "  flowtally set zone.WAN 10.20.0.0/16,10.21.0.0/16"
        })
final class SetCommand implements Callable<Integer> {
    private static final String ZONE = "zone.";

    @ParentCommand private FlowtallyCommand program;
    @Spec private CommandSpec spec;

    @Parameters(
            arity = "0..2",
            paramLabel = "KEY VALUE",
            description = "What to set, and to what. Without a value it is shown.")
    private List<String> words = new ArrayList<>();

    @Override
    public Integer call() {
        PrintWriter out = spec.commandLine().getOut();
        try (OpenHome site = program.open()) {
            if (words.size() == 2) {
                set(site, words.get(0), words.get(1));
                return ExitCode.OK;
            }
            SettingsSnapshot settings = site.settings().current();
            if (words.size() == 1) {
                out.println(settings.text(named(words.getFirst())));
                return ExitCode.OK;
            }
            for (Setting<?> setting : Setting.ALL) {
                out.printf(
                        "%-20s %-16s %s%n",
                        setting.key(), settings.text(setting), setting.allowed());
            }
            return ExitCode.OK;
        }
    }

    private void set(OpenHome site, String key, String value) {
        if (key.startsWith(ZONE)) {
            List<Prefix> prefixes = new ArrayList<>();
            for (String prefix : value.split(",", -1)) {
                if (!prefix.isBlank()) {
                    prefixes.add(Prefix.parse(prefix.strip()));
                }
            }
            new Zones(site.store())
                    .setPrefixes(key.substring(ZONE.length()), prefixes, program.actor());
            return;
        }
        site.settings().set(key, value, program.actor());
    }

    private static Setting<?> named(String key) {
        return Setting.ALL.stream()
                .filter(setting -> setting.key().equals(key))
                .findFirst()
                .orElseThrow(() -> new Refused("There is no setting '" + key + "'."));
    }
}
