package org.fabricast.cli;

import java.util.List;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.fabricast.board.Board;
import org.fabricast.board.Boards;
import org.fabricast.board.Fact;
import org.fabricast.diag.ExitStatus;
import picocli.CommandLine;
import picocli.CommandLine.Parameters;

/** {@code boards [NAME]}: the boards, their resources and the source of each number. */
@CommandLine.Command(name = "boards", description = "The boards, their resources and the source of each number.")
final class BoardsCommand extends Command {

    @Parameters(arity = "0..1", paramLabel = "NAME", description = "One board.")
    private String name = "";

    @Override
    ExitStatus run(Console console) {
        List<Board> boards = name.isEmpty() ? Boards.all() : List.of(Boards.find(name));
        ObjectNode document = Console.object();
        ArrayNode all = document.putArray("boards");
        for (Board board : boards) {
            console.line("%-9s %s%s", board.name(), board.title(),
                    board.machine().map(m -> m.shapeOnly() ? " (compiles shapes only)" : "").orElse(" (facts only)"));
            ObjectNode node = all.addObject().put("name", board.name()).put("title", board.title())
                    .put("kind", board.kind().name().toLowerCase(java.util.Locale.ROOT))
                    .put("compiles", board.machine().filter(m -> !m.shapeOnly()).isPresent())
                    .put("compiles_shapes", board.machine().isPresent());
            board.machine().ifPresent(machine -> node.set("configuration", Console.tree(machine.config())));
            ArrayNode facts = node.putArray("facts");
            for (Fact fact : board.facts()) {
                if (!name.isEmpty()) {
                    console.line("  %-22s %-24s %s%s", fact.name(), fact.value() + " " + fact.unit(), fact.source(),
                            fact.verified() ? "" : " [not verified]");
                }
                facts.addObject().put("name", fact.name()).putPOJO("value", fact.value()).put("unit", fact.unit())
                        .put("source", fact.source()).put("verified", fact.verified());
            }
        }
        console.json(document);
        return ExitStatus.OK;
    }
}
