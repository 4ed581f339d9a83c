# dga: the average over decomposable graphs with 1 to END people unseen (`END DELTA`).
source("common.R")
needs("dga")

lists <- ncol(table) - 1
cells <- array(0, rep(2, lists))
cells[table[, 1:lists] + 1] <- table[, "count"]
name <- paste0("graphs", lists)
data(list = name, package = "dga")
unseen <- seq_len(as.integer(words[1]))
done <- timed(function() dga::bma.cr(cells, unseen, as.numeric(words[2]), get(name)))

by_unseen <- colSums(done$value)
up_to <- cumsum(by_unseen)
ends <- vapply(c(0.025, 0.5, 0.975), function(p) which(up_to >= p)[1], 1)
answer("dga", done$seconds,
  quantiles = sum(cells) + ends, mean = sum(cells) + sum(unseen * by_unseen),
  graphs = nrow(done$value), best_graph = max(rowSums(done$value))
)
