//! How fast answers are: query sets, load, histograms of latency, recorded runs and their
//! comparison. Nothing here prints.
