package org.fabricast.compiler.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.io.StringWriter;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.fabricast.board.Board;
import org.fabricast.board.Boards;
import org.fabricast.compiler.CompileOptions;
import org.fabricast.compiler.SharedFiles;
import org.fabricast.compiler.artefact.Workshop;
import org.fabricast.compiler.frontend.ModelLoader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The program in {@code docs/host-api.md} is compiled and run as it stands there. */
class HostApiExampleTest {

    private static final Pattern CODE = Pattern.compile("```java\n(.*?)```", Pattern.DOTALL);

    @TempDir
    private Path directory;

    @Test
    void the_program_of_the_page_compiles_and_tells_the_beginning_of_a_story() throws Exception {
        Matcher code = CODE.matcher(Files.readString(SharedFiles.project("docs/host-api.md")));
        assertThat(code.find()).isTrue();
        Path source = Files.writeString(directory.resolve("Storyteller.java"), code.group(1));
        compile(source);
        Board.Machine machine = Boards.machine("sim64");
        Path artefact = directory.resolve("artefact");
        Workshop.make(ModelLoader.load(SharedFiles.project("models/fable"), Optional.empty()),
                new CompileOptions(machine.config(), machine.facts(), CompileOptions.DEFAULT_GROUP), artefact);

        String printed = run(artefact.toString(), "functional", "Once upon a time");

        // The beginning of the model's reference text; the words are those of the shipped reference output.
        assertThat(printed).startsWith("Once upon a time").endsWith("16 tokens, stopped by LENGTH" + System.lineSeparator());
        assertThat(printed.length()).isGreaterThan(60);
    }

    private void compile(Path source) throws Exception {
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        StringWriter messages = new StringWriter();
        try (StandardJavaFileManager files = compiler.getStandardFileManager(null, null, StandardCharsets.UTF_8)) {
            boolean done = compiler.getTask(messages, files, null, List.of("-d", directory.toString(), "-classpath",
                    System.getProperty("java.class.path")), null, files.getJavaFileObjects(source)).call();
            assertThat(done).as(messages.toString()).isTrue();
        }
    }

    private String run(String... arguments) throws Exception {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        PrintStream before = System.out;
        try (URLClassLoader loader = new URLClassLoader(new URL[] {directory.toUri().toURL()},
                getClass().getClassLoader());
                PrintStream out = new PrintStream(bytes, true, StandardCharsets.UTF_8)) {
            System.setOut(out);
            loader.loadClass("Storyteller").getMethod("main", String[].class).invoke(null, (Object) arguments);
        } finally {
            System.setOut(before);
        }
        return bytes.toString(StandardCharsets.UTF_8);
    }
}
