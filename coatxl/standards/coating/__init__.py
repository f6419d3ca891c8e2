"""T/ZAWS《涂装企业安全现状评价导则》 (draft): its sheets, rules and annexes."""
