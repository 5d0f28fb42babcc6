package net.flowtally.app.statements;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Locale;
import net.flowtally.app.screen.Texts;
import net.flowtally.ledger.billing.ChecklistItem;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ChecklistWordsTest {

    @ParameterizedTest
    @EnumSource(ChecklistItem.Subject.class)
    void everySubjectHasItsWordsInEachLanguage(ChecklistItem.Subject subject) {
        String english = words(Locale.ENGLISH, subject);

        assertThat(english).isNotBlank();
        assertThat(words(Locale.GERMAN, subject)).isNotBlank().isNotEqualTo(english);
    }

    private static String words(Locale locale, ChecklistItem.Subject subject) {
        return new Texts(ChecklistPane.class, locale).get("checklist." + subject);
    }
}
