// One of the 8 words of a row of inputs. A tree of multiplexers. Combinational; 0 unless en.
`default_nettype none
module input_select #(
  parameter integer WIDTH = 128
) (
  input  wire             en,
  input  wire [2:0]       select,
  input  wire [WIDTH-1:0] word_0,
  input  wire [WIDTH-1:0] word_1,
  input  wire [WIDTH-1:0] word_2,
  input  wire [WIDTH-1:0] word_3,
  input  wire [WIDTH-1:0] word_4,
  input  wire [WIDTH-1:0] word_5,
  input  wire [WIDTH-1:0] word_6,
  input  wire [WIDTH-1:0] word_7,
  output wire [WIDTH-1:0] word
);
  wire [WIDTH-1:0] pair_0 = select[0] ? word_1 : word_0;
  wire [WIDTH-1:0] pair_1 = select[0] ? word_3 : word_2;
  wire [WIDTH-1:0] pair_2 = select[0] ? word_5 : word_4;
  wire [WIDTH-1:0] pair_3 = select[0] ? word_7 : word_6;
  wire [WIDTH-1:0] half_0 = select[1] ? pair_1 : pair_0;
  wire [WIDTH-1:0] half_1 = select[1] ? pair_3 : pair_2;
  assign word = en ? (select[2] ? half_1 : half_0) : {WIDTH{1'b0}};
endmodule
`default_nettype wire
