// Sparse multiplexer of one DSP operand: byte `index` of 16.
//
//   z = x[8 index + 7 : 8 index]
//
// Combinational. On UltraScale+ a bit is four LUT6, two MUXF7 and a MUXF8 where the tool uses them (Yosys: -widemux 5).
`default_nettype none
module sparse_mux (
  input  wire [127:0] x,
  input  wire [3:0]   index,
  output wire [7:0]   z
);
  wire [63:0] half = index[3] ? x[127:64] : x[63:0];
  wire [31:0] quarter = index[2] ? half[63:32] : half[31:0];
  wire [15:0] pair = index[1] ? quarter[31:16] : quarter[15:0];
  assign z = index[0] ? pair[15:8] : pair[7:0];
endmodule
`default_nettype wire
