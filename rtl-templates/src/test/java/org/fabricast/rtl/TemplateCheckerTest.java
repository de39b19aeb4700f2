package org.fabricast.rtl;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class TemplateCheckerTest {

    /** A small record for planted faults. */
    public record Small(String name, boolean on, List<String> items) { }

    private static final String GOOD = "${m.name}\n#foreach($item in ${m.items})\n${item}\n#end\n#if(${m.on})\nyes\n#end\n";

    private static List<String> findings(String text) {
        return TemplateChecker.findings(text, Small.class);
    }

    @Test
    void aTemplateOfTheSubsetHasNoFindings() {
        assertThat(findings(GOOD)).isEmpty();
        assertThat(findings(GOOD + "## a note\n#[[$signed]]#\n")).isEmpty();
    }

    @Test
    void whatTheSubsetDoesNotAllowIsFoundWithItsLine() {
        Map<String, String> faults = new HashMap<>();
        faults.put("#set($x = 1)\n", "not allowed: Set");
        faults.put("#parse('x')\n", "not allowed: #parse");
        faults.put("#macro(f)x#end\n", "not allowed: #macro");
        faults.put("#if(${m.on} && ${m.on})\nx\n#end\n", "#if needs a boolean component");
        faults.put("#if(${m.name})\nx\n#end\n", "#if needs a boolean component");
        faults.put("#if(${m.on})\nx\n#elseif(${m.on})\ny\n#end\n", "not allowed: ElseIf");
        faults.put("${m.name.length()}\n", "only names may follow a dot");
        faults.put("${m.name.length}\n", "java.lang.String has no length");
        faults.put("${m.nmae}\n", "has no nmae");
        faults.put("$m.name\n", "write ${…}");
        faults.put("$clog2(x)\n", "unknown name clog2");
        faults.put("x ##1 y\n", "a comment may begin in column 0 only");
        faults.put("#foreach($c in ${m.name})\n${c}\n#end\n", "#foreach needs a list");
        faults.put("#foreach($i in [0..3])\n${i}\n#end\n", "not allowed: #foreach");
        faults.put("#foreach($i in ${m.items})\n${foreach.index}${i}\n#end\n", "unknown name foreach");
        faults.forEach((fault, message) -> assertThat(findings(GOOD + fault)).as(fault)
                .isNotEmpty().allSatisfy(finding -> assertThat(finding).startsWith("line "))
                .anySatisfy(finding -> assertThat(finding).contains(message)));
    }

    @Test
    void aComponentThatIsNeverUsedIsFound() {
        assertThat(findings(GOOD.replace("${m.name}", ""))).containsExactly("never used: Small.name");
    }

    @Test
    void aComponentOfARecordInsideTheModelMustBeUsedTooButNotOneOfASharedRecord() {
        String text = "${m.module} ${m.header.template}\n#if(${m.registered})\nr\n#end\n#foreach($p in ${m.ports})\n${p.name}\n#end\n";
        assertThat(TemplateChecker.findings(text, SampleMux.class))
                .containsExactly("never used: SamplePort.high", "never used: SamplePort.separator");
    }

    @Test
    void tooManyLinesAndTooManyConditionsAreFound() {
        assertThat(findings(GOOD + "x\n".repeat(150))).anySatisfy(f -> assertThat(f).contains("157 lines"));
        assertThat(findings(GOOD + "#if(${m.on})\nx\n#end\n".repeat(3))).containsExactly("4 #if; at most 3 are allowed");
    }

    @Test
    void brokenSyntaxIsFound() {
        assertThat(findings("#foreach($x in ${m.items})\n")).anySatisfy(f -> assertThat(f).contains("cannot be parsed"));
    }

    @Test
    void everyTemplateOfThisModuleIsOfTheSubsetAndFitsItsRecord() throws IOException, URISyntaxException {
        Path classes = Path.of(TemplateRenderer.class.getProtectionDomain().getCodeSource().getLocation().toURI());
        Map<String, Class<? extends Record>> records = new HashMap<>(recordsUnder(classes));
        records.put("sample_mux", SampleMux.class);
        List<Path> templates = new ArrayList<>();
        for (URL directory : (Iterable<URL>) getClass().getClassLoader().resources(TemplateRenderer.DIRECTORY)::iterator) {
            URI uri = directory.toURI();
            try (Stream<Path> files = Files.list(Path.of(uri))) {
                templates.addAll(files.sorted().toList());
            }
        }
        assertThat(templates).as("at least the sample").isNotEmpty();
        for (Path template : templates) {
            String name = template.getFileName().toString();
            assertThat(name).endsWith(TemplateRenderer.SUFFIX);
            String stem = name.substring(0, name.length() - TemplateRenderer.SUFFIX.length());
            assertThat(records).as("a record for " + name).containsKey(stem);
            assertThat(TemplateChecker.findings(Files.readString(template, StandardCharsets.UTF_8), records.get(stem)))
                    .as(name).isEmpty();
        }
    }

    private static Map<String, Class<? extends Record>> recordsUnder(Path classes) throws IOException {
        Map<String, Class<? extends Record>> records = new HashMap<>();
        try (Stream<Path> files = Files.walk(classes)) {
            for (Path file : files.filter(path -> path.toString().endsWith(".class")).toList()) {
                String name = classes.relativize(file).toString().replace('/', '.').replaceAll("\\.class$", "");
                if (name.endsWith("-info")) {
                    continue;
                }
                Class<?> type = load(name);
                if (type.isRecord()) {
                    records.put(TemplateRenderer.templateName(type.asSubclass(Record.class)), type.asSubclass(Record.class));
                }
            }
        }
        return records;
    }

    private static Class<?> load(String name) {
        try {
            return Class.forName(name, false, TemplateCheckerTest.class.getClassLoader());
        } catch (ClassNotFoundException e) {
            throw new AssertionError(e);
        }
    }
}
