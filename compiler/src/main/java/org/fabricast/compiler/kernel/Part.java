package org.fabricast.compiler.kernel;

import java.util.List;
import java.util.Optional;
import org.fabricast.board.Board;
import org.fabricast.board.Boards;
import org.fabricast.board.Fact;
import org.fabricast.diag.ErrorCode;
import org.fabricast.diag.FabricastException;
import org.fabricast.hls.report.PartFamily;
import org.fabricast.hls.report.Resources;

/**
 * The part a kernel is made for.
 *
 * @param board     identifier of the board it is on
 * @param name      the vendor's name of the part
 * @param family    what Yosys is told
 * @param available what the part has; 0 where that is not known
 */
public record Part(String board, String name, PartFamily family, Resources available) {

    /** Board of the part when none is named. */
    public static final String DEFAULT_BOARD = "kv260";

    /**
     * The part of a board.
     *
     * @throws FabricastException F1001 if there is no such board, or none with a part that Yosys knows
     */
    public static Part of(String board) {
        return Boards.all().stream().filter(b -> b.name().equals(board)).findFirst().flatMap(Part::of).orElseThrow(() -> new FabricastException(ErrorCode.F1001, "--part",
                "a board with a 7-series or UltraScale+ part, one of " + String.join(", ", names()), board, ""));
    }

    /** Boards whose parts can be named. */
    public static List<String> names() {
        return Boards.all().stream().filter(b -> of(b).isPresent()).map(Board::name).toList();
    }

    private static Optional<Part> of(Board board) {
        Optional<String> name = board.facts().stream().filter(f -> f.name().equals("part")).map(f -> f.value().toString())
                .findFirst();
        return name.flatMap(PartFamily::of).map(family -> new Part(board.name(), name.orElseThrow(), family,
                new Resources(fact(board, "lut"), fact(board, "ff"), fact(board, "dsp48e2") + fact(board, "dsp48e1"),
                        2 * fact(board, "bram36"), fact(board, "uram288"))));
    }

    private static int fact(Board board, String name) {
        return board.facts().stream().filter(f -> f.name().equals(name)).map(Fact::value).filter(Number.class::isInstance)
                .mapToInt(v -> ((Number) v).intValue()).findFirst().orElse(0);
    }
}
