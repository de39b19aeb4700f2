package org.fabricast.cosim.model;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.Optional;

import org.fabricast.board.Board;
import org.fabricast.board.Boards;
import org.fabricast.compiler.CompileOptions;
import org.fabricast.compiler.artefact.Workshop;
import org.fabricast.compiler.frontend.ModelLoader;
import org.fabricast.compiler.run.DeviceKind;
import org.fabricast.compiler.run.DeviceModel;
import org.fabricast.compiler.run.DeviceOpener;
import org.fabricast.diag.FabricastException;
import org.fabricast.driver.GenerateOptions;
import org.fabricast.ir.image.Artefact;
import org.fabricast.ir.image.ArtefactFile;
import org.fabricast.ir.image.ArtefactWriter;
import org.fabricast.ir.image.Manifest;
import org.fabricast.ir.image.ProgramFacts;
import org.fabricast.ir.isa.Program;
import org.fabricast.ir.isa.text.Assembler;
import org.fabricast.ir.isa.text.Disassembler;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Programs that can never end, on simulated Verilog: the watchdog ends the run and names what waits. */
class HangTest {

    @TempDir
    private Path directory;

    /** The shipped model's artefact for sim64 with another program. */
    private Artefact artefact(String assembler) {
        Board.Machine machine = Boards.machine("sim64");
        Path root = Path.of(System.getProperty("fabricast.root")).toAbsolutePath();
        Artefact original = Workshop.make(ModelLoader.load(root.resolve("models/fable"), Optional.empty()),
                new CompileOptions(machine.config(), machine.facts(), CompileOptions.DEFAULT_GROUP),
                directory.resolve("original"));
        Program program = Program.of(Assembler.assemble("hang.asm", assembler));
        Manifest m = original.manifest();
        try (ArtefactWriter writer = ArtefactWriter.begin(directory.resolve("hanging"))) {
            for (ArtefactFile file : m.files()) {
                writer.file(file.path(), switch (file.path()) {
                    case Manifest.PROGRAM_FILE -> program.bytes();
                    case Manifest.PROGRAM_TEXT -> Disassembler.text(program.instructions()).getBytes();
                    default -> original.bytes(file.path());
                });
            }
            ProgramFacts p = m.program();
            ProgramFacts facts = new ProgramFacts(0, 1, program.instructions().size(), p.logitsStrideBytes(), p.context(),
                    p.promptLimit(), p.tokenizerFile(), p.bos(), p.prependBos(), p.eos());
            return writer.finish(files -> new Manifest(m.top(), files, m.model(), m.board(), m.configuration(),
                    m.configurationHash(), m.memoryMap(), facts, m.weights(), m.costs(), m.versions()));
        }
    }

    private void mustHang(String assembler, String... words) {
        try (DeviceModel device = DeviceOpener.quiet(System.getenv()).open(artefact(assembler), DeviceKind.RTL)) {
            assertThatThrownBy(() -> device.generate(new int[] {1}, GenerateOptions.greedy(1), token -> { }))
                    .isInstanceOf(FabricastException.class).hasMessageContaining("F9102").hasMessageContainingAll(words);
        }
    }

    @Test
    void aTokenThatNobodyGivesIsNamedWithItsQueue() {
        mustHang("""
                MISC.CAST g0=0 out=0 n=16 wait=LD
                SYS.HALT
                """, "MISC waits for tokens", "instruction 1");
    }

    @Test
    void aRunWithoutWordsIsNamedWithItsQueueAndTheEmptyRing() {
        mustHang("""
                MV.LOADX act=0 x=0 xs=0 n=64 group=64
                MV.RUN x=0 xs=0 res=0 rows=8 cols=64 group=64 vectors=1
                SYS.HALT
                """, "MV", "weight ring 0 words");
    }

    @Test
    void aLoadThatNobodyTakesIsNamedWithTheFullRing() {
        // 64 KiB into a ring of 32 KiB, 512 words of 64 bytes. Two have gone on into the weight expander, and the room they left
        // is less than the burst of four words that the load would ask for next.
        mustHang("""
                LD.RING mem=0 bytes=65536
                SYS.HALT
                """, "LD", "weight ring 510 words");
    }
}
