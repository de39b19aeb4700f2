package org.fabricast.compiler.frontend.npy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

import org.fabricast.diag.ErrorCode;
import org.fabricast.diag.FabricastException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NpyMatrixTest {

    @TempDir
    private Path directory;

    private Path file(int version, String header, byte[] data) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(new byte[] {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y', (byte) version, 0});
        byte[] text = (header + "\n").getBytes(StandardCharsets.UTF_8);
        ByteBuffer length = ByteBuffer.allocate(version == 1 ? 2 : 4).order(ByteOrder.LITTLE_ENDIAN);
        out.write((version == 1 ? length.putShort((short) text.length) : length.putInt(text.length)).array());
        out.write(text);
        out.write(data);
        return Files.write(directory.resolve("m.npy"), out.toByteArray());
    }

    private static String header(String type, String order, String shape) {
        return "{'descr': '" + type + "', 'fortran_order': " + order + ", 'shape': " + shape + ", }";
    }

    @Test
    void elements_of_all_widths_and_both_byte_orders_are_read() throws IOException {
        byte[] halves = ByteBuffer.allocate(4).order(ByteOrder.LITTLE_ENDIAN).putShort((short) 0x3C00).putShort((short) 0xC100).array();
        assertThat(NpyMatrix.read(file(1, header("<f2", "False", "(1, 2)"), halves)).values()).containsExactly(1, -2.5f);
        byte[] singles = ByteBuffer.allocate(8).putFloat(0.1f).putFloat(-7).array();
        assertThat(NpyMatrix.read(file(2, header(">f4", "False", "(2, 1)"), singles)).values()).containsExactly(0.1f, -7);
        byte[] doubles = ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN).putDouble(0.1).array();
        assertThat(NpyMatrix.read(file(3, header("<f8", "False", "(1, 1)"), doubles)).values()).containsExactly(0.1f);
    }

    @Test
    void columns_first_becomes_rows_first() throws IOException {
        ByteBuffer data = ByteBuffer.allocate(24).order(ByteOrder.LITTLE_ENDIAN);
        for (float value : new float[] {1, 4, 2, 5, 3, 6}) {
            data.putFloat(value);
        }
        NpyMatrix matrix = NpyMatrix.read(file(1, header("<f4", "True", "(2, 3)"), data.array()));
        assertThat(matrix.rows()).isEqualTo(2);
        assertThat(matrix.values()).containsExactly(1, 2, 3, 4, 5, 6);
    }

    @Test
    void what_is_no_matrix_is_refused_with_its_code() throws IOException {
        refused(ErrorCode.F2014, header("<i4", "False", "(1, 1)"), 4);
        refused(ErrorCode.F2014, "{'descr': [('a', '<f4')], 'fortran_order': False, 'shape': (1, 1)}", 4);
        refused(ErrorCode.F2027, header("<f4", "False", "(4,)"), 16);
        refused(ErrorCode.F2027, header("<f4", "False", "(0, 4)"), 0);
        refused(ErrorCode.F2027, header("<f4", "False", "(1, 1, 1)"), 4);
        refused(ErrorCode.F2027, header("<f4", "False", "(2, 2)"), 12);
        refused(ErrorCode.F2027, header("<f4", "False", "(2, 2)"), 20);
        refused(ErrorCode.F2027, header("<f4", "False", "(9999999999, 9999999999)"), 20);
        refused(ErrorCode.F2027, "{'descr': '<f4', 'shape': (1, 1)}", 4);
        Path other = Files.write(directory.resolve("other.npy"), new byte[100]);
        assertThatThrownBy(() -> NpyMatrix.read(other)).isInstanceOfSatisfying(FabricastException.class,
                e -> assertThat(e.diagnostics().getFirst().code()).isEqualTo(ErrorCode.F2027));
        Path version = file(9, header("<f4", "False", "(1, 1)"), new byte[4]);
        assertThatThrownBy(() -> NpyMatrix.read(version)).hasMessageContaining("version 9");
        assertThatThrownBy(() -> NpyMatrix.read(directory.resolve("absent.npy"))).isInstanceOfSatisfying(FabricastException.class,
                e -> assertThat(e.diagnostics().getFirst().code()).isEqualTo(ErrorCode.F1002));
    }

    private void refused(ErrorCode code, String header, int bytes) throws IOException {
        Path file = file(1, header, new byte[bytes]);
        assertThatThrownBy(() -> NpyMatrix.read(file)).as(header).isInstanceOfSatisfying(FabricastException.class,
                e -> assertThat(e.diagnostics().getFirst().code()).isEqualTo(code));
    }
}
