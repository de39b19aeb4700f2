// Which block of a sparse word each pair of slices serves, and where its indices lie.
//
// The blocks of a word take the pairs of slices in order, as many as they store values per row, halved, and the halves of the
// units of the index piece likewise. For pair of slices g: block_g its block (codes as sparse_word gives them), code_g that
// block's code (0 where no block is left: the pair is idle), place_g the number of the pair within the block, half_g the first
// half unit of the block's indices. bitmap is the first half unit of the first block of 8:16; a second one begins at 2.
//
// Combinational; all 0 unless en.
`default_nettype none
module slice_plan (
  input  wire        en,
  input  wire [23:0] codes,
  output reg  [23:0] block,  // 3 bits a pair of slices
  output reg  [23:0] code,   // 3 bits
  output reg  [15:0] place,  // 2 bits; of a whole block nobody asks
  output reg  [23:0] half,   // 3 bits
  output reg  [2:0]  bitmap
);
  reg [2:0] present;
  reg [3:0] pairs;
  reg [2:0] halves;
  reg [3:0] first;       // pair of slices of the block
  reg [2:0] first_half;
  reg       seen;        // a block of 8:16
  reg [3:0] distance;
  integer   j;
  integer   g;
  always @* begin
    block = 24'd0;
    code = 24'd0;
    place = 16'd0;
    half = 24'd0;
    bitmap = 3'd0;
    present = 3'd0;
    pairs = 4'd0;
    halves = 3'd0;
    first = 4'd0;
    first_half = 3'd0;
    seen = 1'b0;
    distance = 4'd0;
    if (en) begin
      for (j = 0; j < 8; j = j + 1) begin
        present = codes[3*j +: 3];
        pairs = present == 3'd4 ? 4'd8 : present == 3'd3 || present == 3'd5 ? 4'd4 : present == 3'd2 || present == 3'd6 ? 4'd2
            : present == 3'd1 ? 4'd1 : 4'd0;
        halves = present == 3'd4 || present == 3'd0 ? 3'd0 : present == 3'd1 || present == 3'd6 ? 3'd1 : 3'd2;
        if (present == 3'd3 && !seen) begin
          bitmap = first_half;
          seen = 1'b1;
        end
        for (g = 0; g < 8; g = g + 1) begin
          distance = g[3:0] - first;
          if (distance < pairs) begin
            block[3*g +: 3] = j[2:0];
            code[3*g +: 3] = present;
            place[2*g +: 2] = distance[1:0];
            half[3*g +: 3] = first_half;
          end
        end
        first = first + pairs;
        first_half = first_half + halves;
      end
    end
  end
endmodule
`default_nettype wire
