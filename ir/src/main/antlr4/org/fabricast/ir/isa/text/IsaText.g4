/** One line of assembler text. Lines are read one by one, so an error in one never hides another's. Manual: docs/isa.md. */
grammar IsaText;

line : (label=NAME ':')? instruction? EOF ;

instruction : MNEMONIC setting* ;

setting : field=NAME '=' value ;

value
    : NUMBER ('+' NAME)?      # number
    | NAME (',' NAME)*        # words
    ;

MNEMONIC : [A-Z]+ '.' [A-Z0-9_]+ ;
NUMBER : '-'? ( '0x' [0-9a-fA-F]+ | [0-9]+ ( '.' [0-9]+ )? ( [eE] [-]? [0-9]+ )? 'f'? ) ;
NAME : [A-Za-z_] [A-Za-z_0-9]* ;
COMMENT : ';' .*? EOF -> skip ;
SPACE : [ \t\r]+ -> skip ;
