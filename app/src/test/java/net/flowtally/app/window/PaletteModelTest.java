package net.flowtally.app.window;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import net.flowtally.app.screen.Texts;
import org.junit.jupiter.api.Test;

class PaletteModelTest {
    private final List<String> shown = new ArrayList<>();
    private final PaletteModel model =
            new PaletteModel(
                    new Texts(PaletteModel.class, Locale.ENGLISH),
                    () ->
                            List.of(
                                    new PaletteEntry("After sales", "Department", () -> {}),
                                    new PaletteEntry("Sales", "Department", () -> {}),
                                    new PaletteEntry("Overview", "Screen", () -> {})),
                    shown::add);

    @Test
    void showsEverythingBeforeAnythingIsTyped() {
        assertThat(titles("")).containsExactly("After sales", "Sales", "Overview");
    }

    @Test
    void putsWhatBeginsWithTheWordFirst() {
        assertThat(titles("sal")).containsExactly("Sales", "After sales");
    }

    @Test
    void wantsEveryWordInNameOrKind() {
        assertThat(titles("after department")).containsExactly("After sales");
    }

    @Test
    void leadsFromAnAddressToItsCalls() {
        List<PaletteEntry> found = model.find(" 10.1.2.3 ");

        assertThat(found).extracting(PaletteEntry::title).containsExactly("Calls of 10.1.2.3");
        found.getFirst().action().run();
        assertThat(shown).containsExactly("address = 10.1.2.3");
    }

    @Test
    void leadsFromAPrefixToItsCalls() {
        model.find("2001:db8::/32").getFirst().action().run();

        assertThat(shown).containsExactly("address = 2001:db8::/32");
    }

    @Test
    void leadsFromAFilterToItsCalls() {
        model.find("bytes > 10M & zone = Internet").getFirst().action().run();

        assertThat(shown).containsExactly("bytes > 10M & zone = Internet");
    }

    private List<String> titles(String typed) {
        return model.find(typed).stream().map(PaletteEntry::title).toList();
    }
}
