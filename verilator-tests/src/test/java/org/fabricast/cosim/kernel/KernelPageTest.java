package org.fabricast.cosim.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Does what {@code docs/kernel-command.md} says: its sources, its commands, its wrapper. Figures of the schedule may move;
 * this writes them anew:
 * {@code mvn -q -pl verilator-tests -am -Dtest=KernelPageTest -Dsurefire.failIfNoSpecifiedTests=false -Dfabricast.regenerate=true test}.
 */
class KernelPageTest {

    private static final Pattern FENCE = Pattern.compile("(?ms)^```\\n(.*?)^```$");
    private static final Path PAGE = Path.of(System.getProperty("fabricast.root"), "docs/kernel-command.md");
    private static final Pattern SOURCE = Pattern.compile("// (\\w+\\.fk): .*");

    @TempDir
    private Path directory;

    private final List<String> blocks = new ArrayList<>();

    @BeforeEach
    void everyBlockOfThePage() throws IOException {
        Matcher matcher = FENCE.matcher(Files.readString(PAGE));
        while (matcher.find()) {
            blocks.add(matcher.group(1));
        }
        for (String block : blocks) {
            Matcher first = SOURCE.matcher(block.lines().findFirst().orElse(""));
            if (first.matches()) {
                Files.writeString(directory.resolve(first.group(1)), block);
            }
        }
    }

    private Stream<String> commands(String program) {
        return blocks.stream().flatMap(String::lines).filter(line -> line.startsWith("$ " + program)).map(line -> line.substring(2));
    }

    private String output(String command) {
        return blocks.stream().filter(b -> b.contains("$ " + command + "\n")).findFirst().orElseThrow();
    }

    private List<String> arguments(String command) {
        List<String> arguments = new ArrayList<>();
        for (String word : command.substring("scripts/fabricast ".length()).split(" ")) {
            boolean place = word.endsWith(".fk") || !arguments.isEmpty() && arguments.getLast().equals("-o");
            arguments.add(place ? directory.resolve(word).toString() : word);
        }
        return arguments;
    }

    @Test
    void writesItsFiguresWhenAsked() throws IOException {
        assumeTrue(Boolean.getBoolean("fabricast.regenerate"), "with -Dfabricast.regenerate=true");
        String page = Files.readString(PAGE);
        for (String command : commands("scripts/fabricast").toList()) {
            CommandRun run = CommandRun.of(System.getenv(), arguments(command));
            assertThat(run.status()).as(run.err()).isZero();
            String shown = run.out().lines().filter(l -> !l.startsWith("directory") && !l.startsWith("time"))
                    .map(l -> l + "\n").reduce("$ " + command + "\n", String::concat);
            page = page.replace(output(command), shown);
        }
        String report = Files.readString(directory.resolve("log_sum_exp/report/schedule.txt"));
        String loops = blocks.stream().filter(b -> b.startsWith("loops\n")).findFirst().orElseThrow();
        page = page.replace(loops, report.substring(report.indexOf("loops\n"), report.indexOf("Cells: ")));
        Files.writeString(PAGE, page);
        assertThat(PAGE).content().contains("estimate against Yosys");
    }

    @Test
    void itsKernelsPassInBothSimulatorsWithItsCommands() throws Exception {
        List<String> commands = commands("scripts/fabricast").toList();
        assertThat(commands).hasSize(2);
        for (String command : commands) {
            List<String> arguments = arguments(command);
            // Yosys would take another minute; KernelCommandTest runs it.
            arguments.addAll(List.of("--no-synthesis", "--json"));
            JsonNode document = CommandRun.of(System.getenv(), arguments).json();
            assertThat(document.get("initiation_interval").asInt()).as(command).isEqualTo(1);
            assertThat(output(command)).contains(String.format(java.util.Locale.ROOT,
                    "checked    %d runs, %,d values with icarus: all equal", document.get("checked_vectors").asInt(),
                    document.get("checked_values").asLong()));
        }
        CommandRun byHand = CommandRun.program(directory, List.of(commands("sh ").findFirst().orElseThrow().split(" ")));
        assertThat(byHand.status()).as(byHand.out()).isZero();
        assertThat(byHand.out()).contains("PASS kernel_softcap: 28 runs, 1375 values compared");
        wrapperIsAccepted();
    }

    private void wrapperIsAccepted() throws Exception {
        String wrapper = blocks.stream().filter(b -> b.contains("module capped")).findFirst().orElseThrow();
        Path rtl = directory.resolve("softcap/rtl");
        Files.writeString(rtl.resolve("capped.v"), wrapper);
        List<String> files = new ArrayList<>();
        try (Stream<Path> paths = Files.list(rtl)) {
            paths.map(p -> p.getFileName().toString()).sorted().forEach(files::add);
        }
        List<String> icarus = new ArrayList<>(List.of("iverilog", "-g2005", "-Wall", "-t", "null", "-s", "capped"));
        icarus.addAll(files);
        assertThat(CommandRun.program(rtl, icarus)).isEqualTo(new CommandRun(0, "", ""));
        List<String> verilator = new ArrayList<>(List.of("verilator", "--lint-only", "-Wall", "--top-module", "capped"));
        verilator.addAll(files);
        assertThat(CommandRun.program(rtl, verilator)).isEqualTo(new CommandRun(0, "", ""));
    }
}
