//! States reached by events alone.

use super::*;
