// Columns that a pair of slices takes its inputs from, for each of 16 rows, from the index piece of a sparse word.
//
//   code 1, 2 (2:16, 4:16)  a list of nibbles, 16 rows a slice: half unit half + place has those of the pair
//   code 3 (8:16)           from the bitmaps of the block: nibbles 2 place and 2 place + 1 of the row
//   code 5, 6 (2:4, 1:4)    a list of columns within four, 2 bits each; slice k of the block is in four k / 2 (k)
//
// columns: of row r bits 8r+3:8r for the first slice of the pair, 8r+7:8r+4 for the second. Combinational; 0 unless en.
`default_nettype none
module index_decoder (
  input  wire          en,
  input  wire [2:0]    code,
  input  wire [1:0]    place,     // number of the pair within the block
  input  wire [2:0]    half,      // where the block's indices begin
  input  wire [2:0]    bitmap,    // where those of the first block of 8:16 begin
  input  wire [1023:0] index,
  input  wire [511:0]  places_0,  // of the first block of 8:16, of row r at 32 r; likewise of the second
  input  wire [511:0]  places_1,
  output reg  [127:0]  columns
);
  wire [2:0]   list_half = half + {1'b0, place};
  wire [3:0]   fours_quarter = {half, 1'b0} + {2'd0, place};
  wire [127:0] list = index[list_half*128 +: 128];
  wire [63:0]  fours = index[fours_quarter*64 +: 64];
  wire [511:0] places = half == bitmap ? places_0 : places_1;
  // The four of each slice: both of the pair share it in 2:4.
  wire [1:0]   four_0 = code[1] ? {place[0], 1'b0} : place;
  wire [1:0]   four_1 = code[1] ? {place[0], 1'b1} : place;

  integer row;
  always @* begin
    columns = 128'd0;
    if (en) begin
      case (code)
        3'd1, 3'd2: for (row = 0; row < 16; row = row + 1)
          columns[8*row +: 8] = {list[64+4*row +: 4], list[4*row +: 4]};
        3'd3: for (row = 0; row < 16; row = row + 1)
          columns[8*row +: 8] = places[32*row+8*place +: 8];
        3'd5, 3'd6: for (row = 0; row < 16; row = row + 1)
          columns[8*row +: 8] = {four_1, fours[32+2*row +: 2], four_0, fours[2*row +: 2]};
        default: columns = 128'd0;
      endcase
    end
  end
endmodule
`default_nettype wire
