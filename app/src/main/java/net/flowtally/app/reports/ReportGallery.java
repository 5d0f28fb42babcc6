package net.flowtally.app.reports;

import java.util.List;
import java.util.function.Consumer;
import javafx.beans.InvalidationListener;
import javafx.geometry.Pos;
import javafx.scene.AccessibleRole;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.ScrollPane;
import javafx.scene.control.TextField;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.input.MouseButton;
import javafx.scene.layout.FlowPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import net.flowtally.app.screen.Texts;
import net.flowtally.app.widget.Icons;
import net.flowtally.reports.catalogue.ReportDeclaration;
import net.flowtally.reports.catalogue.ReportDeclaration.Family;
import org.kordamp.ikonli.material2.Material2OutlinedMZ;

/// The catalogue as cards, by family, with the user's own reports above and a field to look for
/// words in.
final class ReportGallery {
    private static final double CARD_WIDTH = 356;
    private static final double SHELF_WIDTH = 960;

    private final Shelf shelf;
    private final Texts texts;
    private final Consumer<ReportDeclaration> open;
    private final TextField search = new TextField();
    private final VBox shelves = new VBox(6);
    private final VBox families = new VBox(18);
    private final ScrollPane root;

    /// @param open takes the user to a report
    ReportGallery(Shelf shelf, Texts texts, Consumer<ReportDeclaration> open) {
        this.shelf = shelf;
        this.texts = texts;
        this.open = open;
        search.setId("report-search");
        search.setPromptText(texts.get("search.prompt"));
        search.setAccessibleText(texts.get("search.prompt"));
        search.setPrefWidth(420);
        search.textProperty().subscribe(this::lay);
        search.setOnAction(event ->
                ReportsModel.find(search.getText(), texts).stream().findFirst().ifPresent(open));
        HBox bar = new HBox(8, Icons.of(Material2OutlinedMZ.SEARCH, 20), search);
        bar.setAlignment(Pos.CENTER_LEFT);
        VBox page = new VBox(16, bar, shelves, families);
        page.getStyleClass().addAll("page", "report-gallery");
        root = new ScrollPane(page);
        root.setFitToWidth(true);
        root.getStyleClass().add("edge-to-edge");
        shelf.favourites().addListener((InvalidationListener) change -> lay(search.getText()));
        shelf.recent().addListener((InvalidationListener) change -> lay(search.getText()));
    }

    Node node() {
        return root;
    }

    void focusSearch() {
        search.requestFocus();
        search.selectAll();
    }

    private void lay(String typed) {
        shelves.getChildren().clear();
        if (typed.isBlank()) {
            shelf("favourites", shelf.favourites());
            shelf("recent", shelf.recent());
        }
        shelves.setManaged(!shelves.getChildren().isEmpty());
        List<ReportDeclaration> found = ReportsModel.find(typed, texts);
        families.getChildren().clear();
        for (Family family : Family.values()) {
            List<ReportDeclaration> members =
                    found.stream().filter(report -> report.family() == family).toList();
            if (!members.isEmpty()) {
                Label title = styled(new Label(texts.get("families." + family)), "section-title");
                FlowPane cards = new FlowPane(14, 14);
                members.forEach(report -> cards.getChildren().add(card(report)));
                families.getChildren().add(new VBox(8, title, cards));
            }
        }
        if (found.isEmpty()) {
            families.getChildren().add(styled(new Label(texts.get("search.nothing")), "quiet"));
        }
    }

    private void shelf(String key, List<ReportDeclaration> reports) {
        if (reports.isEmpty()) {
            return;
        }
        Label name = styled(new Label(texts.get(key)), "quiet");
        name.setMinWidth(78);
        name.getStyleClass().add("shelf-name");
        FlowPane row = new FlowPane(8, 6);
        row.setPrefWrapLength(SHELF_WIDTH);
        HBox.setHgrow(row, Priority.ALWAYS);
        for (ReportDeclaration report : reports) {
            Button button = new Button(report.id() + "  " + report.title());
            button.getStyleClass().add("report-shelf");
            button.setOnAction(event -> open.accept(report));
            row.getChildren().add(button);
        }
        HBox line = new HBox(8, name, row);
        line.setAlignment(Pos.TOP_LEFT);
        shelves.getChildren().add(line);
    }

    private Node card(ReportDeclaration report) {
        Label id = styled(new Label(report.id()), "report-id");
        Region space = new Region();
        HBox.setHgrow(space, Priority.ALWAYS);
        HBox head = new HBox(8, id, space, star(report));
        head.setAlignment(Pos.CENTER_LEFT);
        Label title = styled(new Label(report.title()), "card-title");
        title.setWrapText(true);
        Label question = styled(new Label(report.question()), "quiet");
        question.getStyleClass().add("small");
        question.setWrapText(true);
        question.setMinHeight(Region.USE_PREF_SIZE);
        VBox words = new VBox(3, head, title, question);
        HBox.setHgrow(words, Priority.ALWAYS);
        HBox card = new HBox(14, new ReportSketch(report.shape()), words);
        card.setId("report-" + report.id());
        card.getStyleClass().addAll("card", "report-card");
        card.setPrefWidth(CARD_WIDTH);
        card.setMinHeight(112);
        card.setFocusTraversable(true);
        card.setAccessibleRole(AccessibleRole.BUTTON);
        card.setAccessibleText(report.id() + " " + report.title() + ". " + report.question());
        card.setOnMouseClicked(event -> {
            if (event.getButton() == MouseButton.PRIMARY) {
                open.accept(report);
            }
        });
        card.addEventHandler(
                KeyEvent.KEY_PRESSED,
                event -> {
                    boolean press =
                            event.getCode() == KeyCode.ENTER || event.getCode() == KeyCode.SPACE;
                    if (press && event.getTarget().equals(card)) {
                        event.consume();
                        open.accept(report);
                    }
                });
        return card;
    }

    private Button star(ReportDeclaration report) {
        boolean favourite = shelf.isFavourite(report);
        Button star =
                Icons.button(
                        favourite ? Material2OutlinedMZ.STAR : Material2OutlinedMZ.STAR_BORDER,
                        texts.get(favourite ? "favourite.no" : "favourite.yes", report.title()),
                        () -> shelf.turn(report));
        star.getStyleClass().add(favourite ? "star-on" : "star-off");
        star.setOnMouseClicked(event -> event.consume());
        return star;
    }

    private static <T extends Node> T styled(T node, String style) {
        node.getStyleClass().add(style);
        return node;
    }
}
