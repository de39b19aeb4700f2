// One of the 8 words of a row of inputs. Combinational; 0 unless en.
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
  output reg  [WIDTH-1:0] word
);
  always @* begin
    word = {WIDTH{1'b0}};
    if (en) begin
      case (select)
        3'd0: word = word_0;
        3'd1: word = word_1;
        3'd2: word = word_2;
        3'd3: word = word_3;
        3'd4: word = word_4;
        3'd5: word = word_5;
        3'd6: word = word_6;
        default: word = word_7;
      endcase
    end
  end
endmodule
`default_nettype wire
