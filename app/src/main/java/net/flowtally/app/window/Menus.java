package net.flowtally.app.window;

import javafx.beans.property.BooleanProperty;
import javafx.beans.property.ObjectProperty;
import javafx.scene.control.CheckMenuItem;
import javafx.scene.control.Menu;
import javafx.scene.control.MenuBar;
import javafx.scene.control.MenuItem;
import javafx.scene.control.RadioMenuItem;
import javafx.scene.control.SeparatorMenuItem;
import javafx.scene.control.ToggleGroup;
import javafx.scene.input.KeyCombination;
import javafx.stage.Window;
import javafx.stage.WindowEvent;
import net.flowtally.app.collectors.CollectorModel;
import net.flowtally.app.collectors.CollectorState;
import net.flowtally.app.screen.Section;
import net.flowtally.app.screen.Texts;

/// The menu bar: everything the keyboard can do, with its keys.
final class Menus {
    private final Texts texts;
    private final MenuBar bar = new MenuBar();

    Menus(Texts texts, Frame frame, History history, ObjectProperty<Theme> theme) {
        this.texts = texts;
        bar.getStyleClass().add("menus");
        bar.setUseSystemMenuBar(System.getProperty("os.name", "").startsWith("Mac"));

        Menu file = menu("menu.file");
        file.getItems()
                .addAll(
                        item("menu.export", "Shortcut+E", frame::export),
                        new SeparatorMenuItem(),
                        item("menu.quit", "Shortcut+Q", () -> close()));

        Menu view = menu("menu.view");
        view.getItems()
                .addAll(
                        item("menu.refresh", "F5", frame::refresh),
                        item("menu.filter", "Shortcut+F", frame::focusFilter),
                        new SeparatorMenuItem(),
                        themes(theme));

        Menu go = menu("menu.go");
        for (Section section : Section.values()) {
            go.getItems()
                    .add(
                            item(
                                    "menu." + section.name(),
                                    "Shortcut+" + (section.ordinal() + 1),
                                    () -> frame.go(section)));
        }
        MenuItem back = item("menu.back", "Alt+Left", history::back);
        back.disableProperty().bind(history.canGoBackProperty().not());
        MenuItem forward = item("menu.forward", "Alt+Right", history::forward);
        forward.disableProperty().bind(history.canGoForwardProperty().not());
        go.getItems()
                .addAll(
                        new SeparatorMenuItem(),
                        back,
                        forward,
                        new SeparatorMenuItem(),
                        item("menu.palette", "Shortcut+K", frame::openPalette));
        Menu help = menu("menu.help");
        help.getItems().add(keys());
        bar.getMenus().addAll(file, view, go, help);
    }

    MenuBar bar() {
        return bar;
    }

    /// Takes in what can be done with the collector.
    void addCollector(CollectorModel collector, BooleanProperty keep) {
        MenuItem start = new MenuItem(texts.get("menu.collector.start"));
        start.setOnAction(event -> collector.start());
        MenuItem stop = new MenuItem(texts.get("menu.collector.stop"));
        stop.setOnAction(event -> collector.stop());
        CheckMenuItem goOn = new CheckMenuItem(texts.get("menu.collector.keep"));
        goOn.selectedProperty().bindBidirectional(keep);
        collector
                .stateProperty()
                .subscribe(state -> {
                    start.setDisable(!state.isDown());
                    stop.setDisable(!(state instanceof CollectorState.Running));
                });
        Menu menu = menu("menu.collector");
        menu.getItems().addAll(start, stop, new SeparatorMenuItem(), goOn);
        bar.getMenus().add(bar.getMenus().size() - 1, menu);
    }

    private MenuItem keys() {
        return item("menu.keys", "F1", () -> KeySheet.show(texts, bar.getScene().getWindow()));
    }

    private void close() {
        Window window = bar.getScene().getWindow();
        window.fireEvent(new WindowEvent(window, WindowEvent.WINDOW_CLOSE_REQUEST));
    }

    private Menu themes(ObjectProperty<Theme> theme) {
        Menu menu = menu("menu.theme");
        ToggleGroup group = new ToggleGroup();
        for (Theme each : Theme.values()) {
            RadioMenuItem item = new RadioMenuItem(texts.get("theme." + each));
            item.setToggleGroup(group);
            item.setOnAction(event -> theme.set(each));
            theme.subscribe(now -> item.setSelected(now == each));
            menu.getItems().add(item);
        }
        return menu;
    }

    private Menu menu(String key) {
        return new Menu(texts.get(key));
    }

    private MenuItem item(String key, String keys, Runnable action) {
        MenuItem item = new MenuItem(texts.get(key));
        item.setAccelerator(KeyCombination.valueOf(keys));
        item.setOnAction(event -> action.run());
        return item;
    }
}
