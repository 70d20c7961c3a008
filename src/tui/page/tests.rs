//! Pages as they are read.
