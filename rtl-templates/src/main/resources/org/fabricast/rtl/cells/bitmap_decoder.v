// Bitmaps of a block of 8:16, one of 16 bits per row, to the places of the values: nibble k of row r is the column of value k.
//
// Combinational; 0 unless en.
`default_nettype none
module bitmap_decoder (
  input  wire         en,
  input  wire [255:0] bitmaps,  // row r at 16 r
  output wire [511:0] places    // row r at 32 r
);
  wire [255:0] shown = en ? bitmaps : 256'd0;
  genvar row;
  generate
    for (row = 0; row < 16; row = row + 1) begin : g_row
      bitmap_positions u_positions (.bits(shown[16*row +: 16]), .places(places[32*row +: 32]));
    end
  endgenerate
endmodule
`default_nettype wire
