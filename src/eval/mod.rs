//! How good answers are: topics, judgements, runs, the measures of trec_eval, and whether two runs
//! differ by more than chance. Nothing here prints.
