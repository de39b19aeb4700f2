// Walks a RUN instruction: row tile, group of inputs, row block, word of the group, vector.
//
// Takes ring words in that order, issues one word and one vector per cycle to the array, and on the last word of a group
// hands one item per vector to the drain: which results, which scales. Only the last word needs a free item. A scaled
// stream has tiles of TILE_BLOCKS row blocks and one scale word per tile and group; an unscaled stream is one tile. A
// transposed stream holds its last group whole. In a packed stream a scale word has the scales of the tile's blocks only.
//
// A word every cycle while the ring has one; two cycles from start to the first word. Reset clears the state.
`default_nettype none
module engine_sequencer #(
  parameter integer ARRAY_LOG2 = 4,
  parameter integer TILE_BLOCKS_LOG2 = 3,  // row blocks of a scaled tile
  parameter integer INPUT_BITS = 8,        // word address in the input buffer
  parameter integer SCALE_BITS = 6,        // scale address
  parameter integer RESULT_BITS = 12,      // element address in the result buffer
  parameter integer VECTOR_BITS = 3
) (
  input  wire                        clk,
  input  wire                        rst,
  input  wire                        start,      // while not running; operands of RUN, none of its sizes 0
  input  wire [2:0]                  flags,
  input  wire [31:0]                 operand_0,
  input  wire [31:0]                 operand_1,
  input  wire [31:0]                 operand_2,
  input  wire [31:0]                 operand_3,
  input  wire [31:0]                 operand_4,
  input  wire [31:0]                 operand_5,
  output wire                        running,
  output wire                        ring_select,
  input  wire                        word_valid,
  output wire                        word_ready,
  output wire [3:0]                  word_units,  // eighths of a ring word that the next word is
  output wire [2:0]                  word_bits,   // of its codes; 0 for a word of bytes
  output wire                        take_weights,
  output wire                        take_scales,
  output wire                        transpose,
  output wire                        scale_bank,  // of the items; take_scales fills the other one
  input  wire                        bank_free,   // the other one is not needed any more
  output wire                        issue,
  output wire                        issue_first,
  output wire                        issue_last,
  output wire [VECTOR_BITS-1:0]      issue_vector,
  output wire [INPUT_BITS-1:0]       x_addr,
  input  wire                        item_free,
  output wire                        item_end,        // last of the instruction
  output wire                        item_fresh,      // first group: nothing to add to
  output wire                        item_scaled,
  output wire [TILE_BLOCKS_LOG2-1:0] item_block,
  output wire [ARRAY_LOG2:0]         item_rows,
  output wire [6:0]                  item_period,     // items between two visits of a row, 64 for 64 and more
  output wire [SCALE_BITS-1:0]       item_xs_addr,
  output wire [RESULT_BITS-1:0]      item_result_addr
);
  localparam [31:0] ARRAY = 32'd1 << ARRAY_LOG2;
  localparam [31:0] TILE_ROWS = ARRAY << TILE_BLOCKS_LOG2;
  localparam [TILE_BLOCKS_LOG2-1:0] LAST_BLOCK = {TILE_BLOCKS_LOG2{1'b1}};
  localparam [TILE_BLOCKS_LOG2-1:0] ONE_BLOCK = 1;
  localparam [VECTOR_BITS-1:0] ONE_VECTOR = 1;
  localparam [INPUT_BITS-1:0] ONE_WORD = 1;
  localparam [SCALE_BITS-1:0] ONE_SCALE = 1;

  reg                        running_q;
  reg                        setup_q;
  reg                        ring_q;
  reg                        transpose_q;
  reg                        scaled_q;
  reg [2:0]                  bits_q;         // of a weight; 0 in a plain stream
  reg [3:0]                  last_units_q;   // of a scale word of the last tile
  // Sizes of the instruction.
  reg [INPUT_BITS-1:0]       x_q;
  reg [INPUT_BITS-1:0]       x_stride_q;
  reg [SCALE_BITS-1:0]       xs_q;
  reg [SCALE_BITS-1:0]       xs_stride_q;
  reg [RESULT_BITS-1:0]      result_stride_q;
  reg [15:0]                 vectors_q;
  reg [15:0]                 group_q;        // inputs; after setup words
  reg [31:0]                 total_words_q;  // inputs; after setup words
  // Where the walk is: what is left counts the present one.
  reg [31:0]                 tile_rows_q;    // rows left from the first of the tile
  reg [31:0]                 rows_q;         // rows left from the first of the block
  reg [TILE_BLOCKS_LOG2-1:0] block_q;
  reg [31:0]                 words_q;        // words left from the first of the group
  reg [15:0]                 word_q;         // words left in the group for this block
  reg [15:0]                 vector_q;       // vectors left for this word
  reg [VECTOR_BITS-1:0]      index_q;        // of the vector
  reg                        first_vector_q;
  reg                        first_word_q;
  reg                        fresh_q;
  reg                        scale_word_q;   // the next word is a scale word
  reg                        bank_q;
  // Addresses: of the tile or group, of the block or word, of the vector.
  reg [INPUT_BITS-1:0]       x_group_q;
  reg [INPUT_BITS-1:0]       x_word_q;
  reg [INPUT_BITS-1:0]       x_addr_q;
  reg [SCALE_BITS-1:0]       xs_group_q;
  reg [SCALE_BITS-1:0]       xs_addr_q;
  reg [RESULT_BITS-1:0]      result_tile_q;
  reg [RESULT_BITS-1:0]      result_block_q;
  reg [RESULT_BITS-1:0]      result_addr_q;

  wire [31:0] group_words = {16'd0, group_q};
  wire [31:0] words_after = words_q - group_words;
  // Before setup the two sizes are inputs, not words.
  wire [31:0] words_of_group = (group_words + ARRAY - 32'd1) >> ARRAY_LOG2;
  wire [31:0] words_of_all = (total_words_q + ARRAY - 32'd1) >> ARRAY_LOG2;

  wire last_vector = vector_q == 16'd1;
  wire last_word = word_q == 16'd1;
  wire last_block = rows_q <= ARRAY || (scaled_q && block_q == LAST_BLOCK);
  wire last_group = words_q <= group_words;
  wire last_tile = !scaled_q || tile_rows_q <= TILE_ROWS;

  // Blocks of the last tile, less one; their scales are 16 / N units each.
  wire [31:0]                 rows_before = tile_rows_q - 32'd1;
  wire [TILE_BLOCKS_LOG2-1:0] blocks_before = rows_before[ARRAY_LOG2 +: TILE_BLOCKS_LOG2];
  wire [3:0]                  last_units;
  generate
    if (ARRAY_LOG2 > 4) begin : g_small_blocks
      assign last_units = {1'b0, blocks_before[TILE_BLOCKS_LOG2-1 -: 3]} + 4'd1;
    end else begin : g_large_blocks
      wire [3:0] blocks = {{(4-TILE_BLOCKS_LOG2){1'b0}}, blocks_before} + 4'd1;
      assign last_units = blocks << (4 - ARRAY_LOG2);
    end
  endgenerate
  assign word_units = scale_word_q ? (bits_q != 3'd0 && last_tile ? last_units_q : 4'd8)
      : bits_q == 3'd0 ? 4'd8 : {1'b0, bits_q};
  assign word_bits = scale_word_q ? 3'd0 : bits_q;

  // Words of a group of which `words` are left with all that follow.
  function [15:0] group_length(input whole, input [31:0] words, input [15:0] group);
    group_length = whole || words[31:16] != 16'd0 || words[15:0] > group ? group : words[15:0];
  endfunction

  wire ready = running_q && (scale_word_q ? bank_free : first_vector_q && (!last_word || item_free));
  assign word_ready = ready;
  assign take_scales = running_q && scale_word_q && bank_free && word_valid;
  assign issue = running_q && !scale_word_q && (!first_vector_q || word_valid) && (!last_word || item_free);
  assign take_weights = issue && first_vector_q;
  assign running = running_q || setup_q;
  assign ring_select = ring_q;
  assign transpose = transpose_q;
  assign scale_bank = bank_q;
  assign issue_first = first_word_q;
  assign issue_last = last_word;
  assign issue_vector = index_q;
  assign x_addr = x_addr_q;

  // A row is visited again after the row blocks of its tile times the vectors; from 8 of either on nobody has to know.
  wire [31:0] tile_blocks = (tile_rows_q + ARRAY - 32'd1) >> ARRAY_LOG2;
  wire [31:0] visited = scaled_q && tile_blocks > (32'd1 << TILE_BLOCKS_LOG2) ? 32'd1 << TILE_BLOCKS_LOG2 : tile_blocks;
  wire [6:0]  few_blocks = visited > 32'd8 ? 7'd8 : visited[6:0];
  wire [6:0]  few_vectors = vectors_q > 16'd8 ? 7'd8 : vectors_q[6:0];
  assign item_period = few_blocks * few_vectors;
  assign item_end = last_vector && last_block && last_group && last_tile;
  assign item_fresh = fresh_q;
  assign item_scaled = scaled_q;
  assign item_block = block_q;
  assign item_rows = rows_q > ARRAY ? ARRAY[ARRAY_LOG2:0] : rows_q[ARRAY_LOG2:0];
  assign item_xs_addr = xs_addr_q;
  assign item_result_addr = result_addr_q;

  wire [INPUT_BITS-1:0]  next_x_word = x_word_q + ONE_WORD;
  wire [INPUT_BITS-1:0]  next_x_group = x_group_q + group_words[INPUT_BITS-1:0];
  wire [SCALE_BITS-1:0]  next_xs_group = xs_group_q + ONE_SCALE;
  wire [RESULT_BITS-1:0] next_result_block = result_block_q + ARRAY[RESULT_BITS-1:0];
  wire [RESULT_BITS-1:0] next_result_tile = result_tile_q + TILE_ROWS[RESULT_BITS-1:0];
  wire [31:0]            next_tile_rows = tile_rows_q - TILE_ROWS;

  always @(posedge clk) begin
    if (rst) begin
      running_q <= 1'b0;
      setup_q <= 1'b0;
    end else if (start) begin
      setup_q <= 1'b1;
    end else if (setup_q) begin
      setup_q <= 1'b0;
      running_q <= 1'b1;
    end else if (issue && last_word && item_end) begin
      running_q <= 1'b0;
    end
  end

  always @(posedge clk) begin
    if (start) begin
      ring_q <= flags[0];
      transpose_q <= flags[1];
      scaled_q <= !flags[2];
      x_q <= operand_0[INPUT_BITS-1:0];
      xs_q <= operand_0[16+SCALE_BITS-1:16];
      x_stride_q <= operand_1[INPUT_BITS-1:0];
      xs_stride_q <= operand_1[16+SCALE_BITS-1:16];
      result_tile_q <= operand_2[RESULT_BITS-1:0];
      result_stride_q <= operand_2[16+RESULT_BITS-1:16];
      tile_rows_q <= operand_3;
      total_words_q <= {7'd0, operand_4[24:0]};
      bits_q <= operand_4[30:28];
      group_q <= operand_5[15:0];
      vectors_q <= operand_5[31:16];
    end else if (setup_q) begin
      group_q <= words_of_group[15:0];
      total_words_q <= words_of_all;
      words_q <= words_of_all;
      word_q <= group_length(transpose_q, words_of_all, words_of_group[15:0]);
      rows_q <= tile_rows_q;
      last_units_q <= last_units;
      block_q <= {TILE_BLOCKS_LOG2{1'b0}};
      vector_q <= vectors_q;
      index_q <= {VECTOR_BITS{1'b0}};
      first_vector_q <= 1'b1;
      first_word_q <= 1'b1;
      fresh_q <= 1'b1;
      scale_word_q <= scaled_q;
      x_group_q <= x_q;
      x_word_q <= x_q;
      x_addr_q <= x_q;
      xs_group_q <= xs_q;
      xs_addr_q <= xs_q;
      result_block_q <= result_tile_q;
      result_addr_q <= result_tile_q;
    end else if (take_scales) begin
      scale_word_q <= 1'b0;
      bank_q <= !bank_q;
    end else if (issue && !last_vector) begin
      vector_q <= vector_q - 16'd1;
      index_q <= index_q + ONE_VECTOR;
      first_vector_q <= 1'b0;
      x_addr_q <= x_addr_q + x_stride_q;
      xs_addr_q <= xs_addr_q + xs_stride_q;
      result_addr_q <= result_addr_q + result_stride_q;
    end else if (issue) begin
      vector_q <= vectors_q;
      index_q <= {VECTOR_BITS{1'b0}};
      first_vector_q <= 1'b1;
      first_word_q <= last_word;
      if (!last_word) begin
        word_q <= word_q - 16'd1;
        x_word_q <= next_x_word;
        x_addr_q <= next_x_word;
        xs_addr_q <= xs_group_q;
        result_addr_q <= result_block_q;
      end else if (!last_block) begin
        word_q <= group_length(transpose_q, words_q, group_q);
        x_word_q <= x_group_q;
        x_addr_q <= x_group_q;
        xs_addr_q <= xs_group_q;
        rows_q <= rows_q - ARRAY;
        block_q <= block_q + ONE_BLOCK;
        result_block_q <= next_result_block;
        result_addr_q <= next_result_block;
      end else if (!last_group) begin
        words_q <= words_after;
        word_q <= group_length(transpose_q, words_after, group_q);
        x_group_q <= next_x_group;
        x_word_q <= next_x_group;
        x_addr_q <= next_x_group;
        xs_group_q <= next_xs_group;
        xs_addr_q <= next_xs_group;
        rows_q <= tile_rows_q;
        block_q <= {TILE_BLOCKS_LOG2{1'b0}};
        result_block_q <= result_tile_q;
        result_addr_q <= result_tile_q;
        fresh_q <= 1'b0;
        scale_word_q <= scaled_q;
      end else begin
        words_q <= total_words_q;
        word_q <= group_length(transpose_q, total_words_q, group_q);
        x_group_q <= x_q;
        x_word_q <= x_q;
        x_addr_q <= x_q;
        xs_group_q <= xs_q;
        xs_addr_q <= xs_q;
        tile_rows_q <= next_tile_rows;
        rows_q <= next_tile_rows;
        block_q <= {TILE_BLOCKS_LOG2{1'b0}};
        result_tile_q <= next_result_tile;
        result_block_q <= next_result_tile;
        result_addr_q <= next_result_tile;
        fresh_q <= 1'b1;
        scale_word_q <= scaled_q;
      end
    end
    if (rst) begin
      bank_q <= 1'b0;
    end
  end

  wire        operands_unused = &{operand_0, operand_1, operand_2, operand_4[31], operand_4[27:25], words_of_group[31:16], visited[31:7],
                                  rows_before, blocks_before};
endmodule
`default_nettype wire
