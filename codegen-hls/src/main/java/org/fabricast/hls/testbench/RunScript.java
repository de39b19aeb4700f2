package org.fabricast.hls.testbench;

import org.fabricast.hls.KernelHardware;

/** The shell script beside a bench that runs it by hand. */
public final class RunScript {

    /** Its name. */
    public static final String FILE = "run.sh";

    private RunScript() {
    }

    /** Its text for a kernel whose Verilog stands in {@code ../rtl}. */
    public static String text(KernelHardware hardware) {
        return """
                #!/bin/sh
                # run.sh [icarus|verilator]: runs the test bench; the exit status is 0 if it passes. Makes ./build.
                set -eu
                cd "$(dirname "$0")"
                mkdir -p build
                case ${1:-icarus} in
                    icarus)
                        iverilog -g2005 -Wall -s TOP -o build/TOP.vvp ./*.v ../rtl/*.v
                        vvp -N build/TOP.vvp ;;
                    verilator)
                        verilator --binary --timing -Wall --top-module TOP --Mdir build/verilated ./*.v ../rtl/*.v
                        build/verilated/VTOP ;;
                    *)
                        echo "run.sh [icarus|verilator]" >&2
                        exit 2 ;;
                esac
                """.replace("TOP", TestBench.module(hardware));
    }
}
