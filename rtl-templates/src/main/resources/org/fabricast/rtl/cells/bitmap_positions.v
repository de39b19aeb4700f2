// Places of the bits that are set in a bitmap of 16, the lowest first: nibble k is the place of bit number k that is set.
//
// Each quarter gives a short list, which goes behind those of the quarters below. Up to 8 bits are looked at; nibbles without
// a bit are 0. Combinational.
`default_nettype none
module bitmap_positions (
  input  wire [15:0] bits,
  output wire [31:0] places
);
  // Number of bits set in four, and their places, two bits each.
  function [10:0] quarter(input [3:0] four);
    case (four)
      4'd0: quarter = {3'd0, 2'd0, 2'd0, 2'd0, 2'd0};
      4'd1: quarter = {3'd1, 2'd0, 2'd0, 2'd0, 2'd0};
      4'd2: quarter = {3'd1, 2'd0, 2'd0, 2'd0, 2'd1};
      4'd3: quarter = {3'd2, 2'd0, 2'd0, 2'd1, 2'd0};
      4'd4: quarter = {3'd1, 2'd0, 2'd0, 2'd0, 2'd2};
      4'd5: quarter = {3'd2, 2'd0, 2'd0, 2'd2, 2'd0};
      4'd6: quarter = {3'd2, 2'd0, 2'd0, 2'd2, 2'd1};
      4'd7: quarter = {3'd3, 2'd0, 2'd2, 2'd1, 2'd0};
      4'd8: quarter = {3'd1, 2'd0, 2'd0, 2'd0, 2'd3};
      4'd9: quarter = {3'd2, 2'd0, 2'd0, 2'd3, 2'd0};
      4'd10: quarter = {3'd2, 2'd0, 2'd0, 2'd3, 2'd1};
      4'd11: quarter = {3'd3, 2'd0, 2'd3, 2'd1, 2'd0};
      4'd12: quarter = {3'd2, 2'd0, 2'd0, 2'd3, 2'd2};
      4'd13: quarter = {3'd3, 2'd0, 2'd3, 2'd2, 2'd0};
      4'd14: quarter = {3'd3, 2'd0, 2'd3, 2'd2, 2'd1};
      default: quarter = {3'd4, 2'd3, 2'd2, 2'd1, 2'd0};
    endcase
  endfunction

  wire [10:0] quarter_0 = quarter(bits[3:0]);
  wire [10:0] quarter_1 = quarter(bits[7:4]);
  wire [10:0] quarter_2 = quarter(bits[11:8]);
  wire [10:0] quarter_3 = quarter(bits[15:12]);

  // The nibbles of a quarter's list, without those beyond its bits.
  function [31:0] list(input [1:0] number, input [10:0] from);
    list = {16'd0, from[10] ? {number, from[7:6]} : 4'd0, from[10] || from[9:8] == 2'd3 ? {number, from[5:4]} : 4'd0,
        from[10] || from[9] ? {number, from[3:2]} : 4'd0, from[10:8] != 3'd0 ? {number, from[1:0]} : 4'd0};
  endfunction

  wire [3:0] below_1 = {1'b0, quarter_0[10:8]};
  wire [3:0] below_2 = below_1 + {1'b0, quarter_1[10:8]};
  wire [3:0] below_3 = below_2 + {1'b0, quarter_2[10:8]};
  assign places = list(2'd0, quarter_0) | list(2'd1, quarter_1) << {below_1, 2'd0} | list(2'd2, quarter_2) << {below_2, 2'd0}
      | list(2'd3, quarter_3) << {below_3, 2'd0};
endmodule
`default_nettype wire
