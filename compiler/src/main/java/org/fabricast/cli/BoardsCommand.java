package org.fabricast.cli;

import java.util.List;
import java.util.Optional;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.fabricast.board.Board;
import org.fabricast.board.BoardFit;
import org.fabricast.board.Boards;
import org.fabricast.board.Fact;
import org.fabricast.diag.ErrorCode;
import org.fabricast.diag.ExitStatus;
import org.fabricast.diag.FabricastException;
import org.fabricast.ir.hw.HardwareConfig;
import picocli.CommandLine;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code boards [NAME]}: the boards, their resources and the source of each number; of one board also its machine and whether it fits. */
@CommandLine.Command(name = "boards", description = "The boards, their resources and the source of each number.")
final class BoardsCommand extends Command {

    @Parameters(arity = "0..1", paramLabel = "NAME", description = "One board.")
    private String name = "";

    @Option(names = "--array", paramLabel = "N", description = "Rows and columns of the cores to ask about (default: the chosen ones).")
    private Optional<Integer> array = Optional.empty();

    @Option(names = "--cores", paramLabel = "K", description = "Cores to ask about (default: the chosen number).")
    private Optional<Integer> cores = Optional.empty();

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
            if (!name.isEmpty() && board.fit().isPresent()) {
                BoardFitReport.print(console, node, board, asked(board));
            }
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
        if ((array.isPresent() || cores.isPresent()) && boards.stream().noneMatch(board -> boards.size() == 1 && board.fit().isPresent())) {
            throw new FabricastException(ErrorCode.F1001, "--array, --cores", "the name of a board whose machine is chosen by fit",
                    name.isEmpty() ? "no name" : name, "");
        }
        console.json(document);
        return ExitStatus.OK;
    }

    /** The machine of the board, or the one that was asked about. */
    private BoardFit.Choice asked(Board board) {
        BoardFit fit = board.fit().orElseThrow();
        Board.Machine chosen = board.machine().orElseThrow();
        HardwareConfig config = chosen.config();
        if (array.isPresent()) {
            try {
                config = BoardFit.resized(config, array.get(), config.lanes());
            } catch (IllegalArgumentException impossible) {
                throw new FabricastException(ErrorCode.F1001, "--array", "16, 32 or 64", String.valueOf(array.get()), "");
            }
        }
        int count = cores.orElse(chosen.cores().count());
        if (count < 1) {
            throw new FabricastException(ErrorCode.F1001, "--cores", "1 or more", String.valueOf(count), "");
        }
        return fit.require(board.name(), config, count);
    }
}
