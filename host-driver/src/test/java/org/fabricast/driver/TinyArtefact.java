package org.fabricast.driver;

import java.nio.file.Path;
import java.util.List;
import java.util.OptionalInt;

import org.fabricast.ir.hw.HardwareConfig;
import org.fabricast.ir.image.Artefact;
import org.fabricast.ir.image.ArtefactWriter;
import org.fabricast.ir.image.BoardFacts;
import org.fabricast.ir.image.IndexForm;
import org.fabricast.ir.image.Manifest;
import org.fabricast.ir.image.MemoryRegion;
import org.fabricast.ir.image.ModelSummary;
import org.fabricast.ir.image.ProgramFacts;
import org.fabricast.ir.image.RegionName;
import org.fabricast.ir.image.ScaleForm;
import org.fabricast.ir.image.StepCosts;
import org.fabricast.ir.image.Tiling;
import org.fabricast.ir.image.Versions;
import org.fabricast.ir.image.WeightFormat;
import org.fabricast.ir.image.WeightImage;
import org.fabricast.ir.image.WeightTensor;
import org.fabricast.ir.isa.Opcode;
import org.fabricast.ir.isa.Program;
import org.fabricast.ir.isa.text.Assembler;

/**
 * Artefacts made by hand for an array of 4.
 *
 * <p>{@code counting}: token[i + 1] = token[i] + position of i, by the sequencer alone; it has no logits.
 *
 * <p>{@code bigram}: four tokens; logits[r] is entry (r, token) of {@link #TRANSITIONS}. The token's embedding is a unit
 * vector, so the engine picks a column of the matrix.
 */
final class TinyArtefact {

    static final HardwareConfig CONFIG =
            new HardwareConfig("tiny", 4, 1, 1, 16, 64, 64, 64, 64, 16, 16, 512, 2, 1, 1, 64, 1);
    static final int CONTEXT = 32;
    static final long MEMORY = 16 << 10;
    /** Row: next token, column: token. Greedy choices are 0 → 1 → 2 → 0 and 3 → 2. */
    static final int[][] TRANSITIONS = {{1, 0, 5, 0}, {4, 1, 1, 0}, {2, 3, 0, 1}, {0, 2, 2, 0}};

    private static final int BIGRAM_VOCABULARY = 4;
    private static final int WIDTH = 12;

    /** Nine instructions. */
    private static final String PROLOGUE = """
                SYS.ARG rd=r1 imm=0                  ; prompt tokens
                SYS.ARG rd=r2 imm=1                  ; tokens to generate
                SYS.ARG rd=r3 imm=2                  ; stop token
                SYS.ARG rd=r15 imm=3                 ; logits mode
                SYS.ARG rd=r5 imm=4                  ; position
                SYS.MIN rd=r6 ra=r2 rb=r0 imm=1
                SYS.SUB rd=r7 ra=r1 rb=r6
                SYS.ADD rd=r7 ra=r7 rb=r2            ; steps
                SYS.ADD rd=r8 ra=r1 imm=-1           ; last step of the prompt
            """;

    private static final String COUNTING = PROLOGUE + """
                SYS.LOOP ra=r7 end=last
                SYS.TOKGET rd=r10 ra=r9
                SYS.BRANCH ra=r2 cond=1 target=next          ; nothing to generate
                SYS.BRANCH ra=r9 rb=r8 cond=3 target=next    ; inside the prompt
                SYS.ADD rd=r10 ra=r10 rb=r5
                SYS.TOKPUT ra=r9 rb=r10 imm=1
                SYS.BRANCH ra=r10 rb=r3 cond=2 target=next
                SYS.EXIT
            next:
                SYS.ADD rd=r9 ra=r9 imm=1
                SYS.ADD rd=r5 ra=r5 imm=1
            last:
                SYS.END
                SYS.HALT
            """;

    private static final String BIGRAM = PROLOGUE + """
                SYS.MIN rd=r16 ra=r15 imm=1
                SYS.MUL rd=r16 ra=r16 imm=4                  ; logits to keep of a step
                SYS.LOOP ra=r7 end=last
                SYS.TOKGET rd=r10 ra=r9
                SYS.ADD rd=r14 imm=0                         ; whether this step generates
                SYS.BRANCH ra=r2 cond=1 target=known
                SYS.BRANCH ra=r9 rb=r8 cond=3 target=known
                SYS.ADD rd=r14 imm=1
            known:
                SYS.BRANCH ra=r15 imm=2 cond=1 target=classify
                SYS.BRANCH ra=r14 cond=1 target=next
            classify:
                SYS.MUL rd=r11 ra=r10 imm=4                  ; 64 bytes in units of 16
                LD.ACT mem=r11 n=12 release=MV
                LD.RING mem=16 bytes=64
                MV.LOADX n=12 group=12 wait=LD
                MV.RUN rows=4 cols=12 group=12 vectors=1 release=ST,MISC
                MISC.ARGMAX n=4 wait=MV release=SYS
                ST.F32 mem=r12 n=r16 region=2 wait=MV
                SYS.MUL rd=r12 ra=r16 rb=r12 imm=16
                SYS.RESULT rd=r17 wait=MISC
                SYS.BRANCH ra=r14 cond=1 target=next
                SYS.TOKPUT ra=r9 rb=r17 imm=1
                SYS.BRANCH ra=r17 rb=r3 cond=2 target=next
                SYS.EXIT
            next:
                SYS.ADD rd=r9 ra=r9 imm=1
                SYS.BARRIER
            last:
                SYS.END
                SYS.HALT
            """;

    private TinyArtefact() {
    }

    static Artefact counting(Path directory, List<Integer> ends) {
        return write(directory, COUNTING, new byte[64], 1000, ends);
    }

    static Artefact bigram(Path directory, List<Integer> ends) {
        return write(directory, BIGRAM, bigramWeights(), BIGRAM_VOCABULARY, ends);
    }

    /** Another program of the counting model's form. */
    static Artefact program(Path directory, String text) {
        return write(directory, text, new byte[64], 1000, List.of());
    }

    /** Four rows of 64 bytes with a binary16 1 each, then a stream: scales of 1, and a word per four inputs. */
    private static byte[] bigramWeights() {
        byte[] weights = new byte[4 * 64 + 64];
        for (int token = 0; token < BIGRAM_VOCABULARY; token++) {
            weights[64 * token + 2 * token + 1] = 0x3c;
            weights[256 + 2 * token + 1] = 0x3c;
            for (int next = 0; next < BIGRAM_VOCABULARY; next++) {
                weights[256 + 16 + 4 * next + token] = (byte) TRANSITIONS[next][token];
            }
        }
        return weights;
    }

    private static Artefact write(Path directory, String text, byte[] weights, int vocabulary, List<Integer> ends) {
        Program program = Program.of(Assembler.assemble("hand-made", text));
        int instructions = program.instructions().size();
        try (ArtefactWriter writer = ArtefactWriter.begin(directory)) {
            writer.file(Manifest.PROGRAM_FILE, program.bytes());
            writer.file(Manifest.WEIGHTS_FILE, weights);
            return writer.finish(files -> new Manifest("top", files,
                    new ModelSummary("tiny", "llama", 1, 1, WIDTH, vocabulary, CONTEXT), new BoardFacts("tiny", 4, 16),
                    CONFIG, CONFIG.hash(), List.of(
                            new MemoryRegion(RegionName.PROGRAM, 0, (long) instructions * Opcode.BYTES),
                            new MemoryRegion(RegionName.WEIGHTS, 4096, weights.length),
                            new MemoryRegion(RegionName.KV, 8192, 4096),
                            new MemoryRegion(RegionName.IO, 12288, 64 * CONTEXT)),
                    new ProgramFacts(0, 1, instructions, 64, CONTEXT, CONTEXT, "", OptionalInt.empty(), false, ends),
                    new WeightImage(List.of(new WeightTensor("table", WeightFormat.FP16, 1, 1, 1, ScaleForm.NONE,
                            IndexForm.NONE, Tiling.ROWS, WeightTensor.VERSION, 0, weights.length)), weights.length),
                    new StepCosts(100, 40, 20, 10, 300, 60, 8), Versions.CURRENT));
        }
    }

    static Session session(Artefact artefact) {
        return Session.on(Device.open(artefact, new FunctionalTransport(CONFIG, MEMORY)));
    }
}
