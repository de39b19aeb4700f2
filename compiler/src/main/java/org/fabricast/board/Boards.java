package org.fabricast.board;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.fabricast.diag.ErrorCode;
import org.fabricast.diag.FabricastException;
import org.fabricast.ir.hw.HardwareConfig;
import org.fabricast.ir.image.BoardFacts;

/** The boards, read from their data files. */
public final class Boards {

    /** Identifiers, the ones that compile first. */
    public static final List<String> NAMES =
            List.of("sim256", "sim64", "u280", "vhk158", "u250", "v80", "kv260", "zcu104", "pynq-z2");

    private static final ObjectMapper JSON = new ObjectMapper();

    private Boards() {
    }

    /** All boards. */
    public static List<Board> all() {
        return NAMES.stream().map(Boards::read).toList();
    }

    /**
     * A board by its identifier.
     *
     * @throws FabricastException F1001 if there is none of that name
     */
    public static Board find(String name) {
        if (!NAMES.contains(name)) {
            throw new FabricastException(ErrorCode.F1001, "--board", "one of " + String.join(", ", NAMES), name, "");
        }
        return read(name);
    }

    /**
     * The machine of a board.
     *
     * @throws FabricastException F4003 if the board has facts only, or sizes for shapes only
     */
    public static Board.Machine machine(String name) {
        return find(name).machine().filter(machine -> !machine.shapeOnly()).orElseThrow(() -> new FabricastException(
                ErrorCode.F4003, "--board " + name, "a board with a machine configuration (sim64, sim256)", "facts only",
                "Compile for a simulation board; its Verilog is plain and self-contained."));
    }

    /**
     * The sizes to compile shapes for.
     *
     * @throws FabricastException F4003 if the board has facts only
     */
    public static Board.Machine shapes(String name) {
        return find(name).machine().orElseThrow(() -> new FabricastException(ErrorCode.F4003, "--board " + name,
                "a board with a machine configuration (sim64, sim256, for shapes also u280 and vhk158)", "facts only",
                "Compile for one of these boards."));
    }

    private static Board read(String name) {
        try (InputStream in = Boards.class.getResourceAsStream(name + ".json")) {
            JsonNode node = JSON.readTree(in);
            List<Fact> facts = new ArrayList<>();
            for (JsonNode fact : node.get("facts")) {
                JsonNode value = fact.get("value");
                Object plain = value.isNumber() ? value.numberValue() : value.asText();
                facts.add(new Fact(fact.get("name").asText(), plain, fact.get("unit").asText(),
                        fact.get("source").asText(), fact.get("verified").asBoolean()));
            }
            Board.Kind kind = Board.Kind.valueOf(node.get("kind").asText().toUpperCase(Locale.ROOT));
            Optional<BoardFit> fit = node.has("fit") ? Optional.of(fit(node.get("fit"), facts)) : Optional.empty();
            return new Board(name, node.get("title").asText(), kind, machine(node, fit), facts, fit);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Optional<Board.Machine> machine(JsonNode node, Optional<BoardFit> fit) {
        if (fit.isPresent()) {
            BoardFit.Choice choice = fit.get().choose(sizes(node.get("sizes")))
                    .orElseThrow(() -> new IllegalStateException("nothing fits board " + node.get("name")));
            return Optional.of(new Board.Machine(choice.config().withCores(choice.cores()), new BoardFacts(node.get("name").asText(),
                    node.get("memoryLatencyCycles").asInt(), choice.config().busBytes()), new Cores(choice.cores(), choice.channels()), true));
        }
        if (!node.has("configuration")) {
            return Optional.empty();
        }
        HardwareConfig config = switch (node.get("configuration").asText()) {
            case "sim64" -> HardwareConfig.sim64();
            case "sim256" -> HardwareConfig.sim256();
            case "sizes" -> sizes(node.get("sizes"));
            default -> throw new IllegalStateException("board " + node.get("name") + " names an unknown configuration");
        };
        Cores cores = node.has("cores") ? new Cores(node.get("cores").asInt(), node.get("channelsPerCore").asInt())
                : Cores.ONE;
        return Optional.of(new Board.Machine(config.withCores(cores.count()), new BoardFacts(node.get("name").asText(),
                node.get("memoryLatencyCycles").asInt(), node.get("memoryBytesPerCycle").asInt()), cores,
                node.path("shapeOnly").asBoolean()));
    }

    private static BoardFit fit(JsonNode node, List<Fact> facts) {
        double clock = number(facts, "clockMHz");
        double sustained = number(facts, "hbmChannelGBps") * (has(facts, "hbmEfficiency") ? number(facts, "hbmEfficiency") : 1);
        double bytes = Math.min(number(facts, "hbmPortBits") / 8, 1000 * sustained / clock);
        long slices = (long) number(facts, has(facts, "dsp58") ? "dsp58" : "dsp48e2");
        DeviceResources device = new DeviceResources(slices, (long) number(facts, "lut"), (long) number(facts, "ff"),
                (long) number(facts, "bram36"), (long) number(facts, "uram288"));
        return new BoardFit(device, (int) number(facts, "slr"), node.get("margin").asDouble(),
                new BoardFit.Memory((int) number(facts, "hbmChannels"), bytes),
                new BoardFit.Goal(node.get("weightBits").asDouble(), node.get("group").asInt()));
    }

    private static boolean has(List<Fact> facts, String name) {
        return facts.stream().anyMatch(fact -> fact.name().equals(name));
    }

    private static double number(List<Fact> facts, String name) {
        return facts.stream().filter(fact -> fact.name().equals(name)).map(Fact::value).map(Number.class::cast).findFirst()
                .orElseThrow(() -> new IllegalStateException("a fit wants the fact " + name)).doubleValue();
    }

    private static HardwareConfig sizes(JsonNode node) {
        ObjectNode whole = ((ObjectNode) node.deepCopy()).put("cores", 1);
        if (!whole.has("resultLanes")) {
            whole.put("resultLanes", HardwareConfig.defaultResultLanes(whole.get("array").asInt(), whole.get("lanes").asInt()));
        }
        try {
            return JSON.treeToValue(whole, HardwareConfig.class);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }
}
