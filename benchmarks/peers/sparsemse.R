# SparseMSE: stepwise choice with its BCa bootstrap (`REPLICATES`), with the package's own seed.
source("common.R")
needs("SparseMSE")

done <- timed(function() SparseMSE::estimatepopulation(table, nboot = as.integer(words[1])))
ends <- done$value$BCaquantiles[c("0.025", "0.975")]
answer("SparseMSE", done$seconds,
  point = as.numeric(done$value$popest), interval = as.numeric(ends)
)
