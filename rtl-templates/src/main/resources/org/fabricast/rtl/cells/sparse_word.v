// The next word of a row block of a sparse stream, by the descriptors of its blocks.
//
// Nibble j of descriptors is block j of the group: bit 3 begins a word, bits 2:0 say how much of each row is stored: 0 nothing,
// 1 2:16, 2 4:16, 3 8:16, 4 16:16, 5 2:4, 6 1:4. Of the blocks in left the word has those from the first that begins one up to
// the next that does; codes has their codes and 0 for all others. The blocks of a word store at most 16 values per row.
//
// Combinational.
`default_nettype none
module sparse_word (
  input  wire [31:0] descriptors,
  input  wire [7:0]  left,         // blocks that no earlier word has had
  output reg  [23:0] codes,
  output reg  [7:0]  after,        // blocks of later words
  output wire        last,         // no word follows
  output reg  [3:0]  pairs,        // pairs of slices with a weight, 1 to 8
  output reg  [3:0]  halves        // of a unit of 256 bits that its indices are, 0 to 8
);
  // Pairs of slices and half units of a block.
  function [6:0] size(input [2:0] code);
    case (code)
      3'd1: size = {4'd1, 3'd1};
      3'd2: size = {4'd2, 3'd2};
      3'd3: size = {4'd4, 3'd2};
      3'd4: size = {4'd8, 3'd0};
      3'd5: size = {4'd4, 3'd2};
      3'd6: size = {4'd2, 3'd1};
      default: size = 7'd0;
    endcase
  endfunction

  reg     begun;
  reg     ended;
  integer block;
  reg [6:0] step;
  always @* begin
    codes = 24'd0;
    after = 8'd0;
    pairs = 4'd0;
    halves = 4'd0;
    begun = 1'b0;
    ended = 1'b0;
    step = 7'd0;
    for (block = 0; block < 8; block = block + 1) begin
      if (left[block] && descriptors[4*block+3]) begin
        ended = begun;
        begun = 1'b1;
      end
      if (ended) begin
        after[block] = 1'b1;
      end else if (left[block]) begin
        codes[3*block +: 3] = descriptors[4*block +: 3];
        step = size(descriptors[4*block +: 3]);
        pairs = pairs + step[6:3];
        halves = halves + {1'b0, step[2:0]};
      end
    end
  end
  assign last = !ended;
endmodule
`default_nettype wire
