# LCMCR: draws of the number of people under latent classes (`CLASSES BURN DRAWS THIN SEED`).
source("common.R")
needs("LCMCR")

set <- as.integer(words)
lists <- ncol(table) - 1
seen <- as.data.frame(lapply(as.data.frame(table[, 1:lists]), factor, levels = 0:1))
seen$Freq <- table[, "count"]
used <- system.time({
  sampler <- LCMCR::lcmCR(seen[seen$Freq > 0, ],
    tabular = TRUE, K = set[1], a_alpha = 0.25, b_alpha = 0.25, buffer_size = set[3],
    thinning = set[4], seed = set[5], verbose = FALSE
  )
  people <- LCMCR::lcmCR_PostSampl(sampler,
    burnin = set[2], samples = set[3], thinning = set[4], output = FALSE
  )
})
answer("LCMCR", used[["user.self"]] + used[["sys.self"]],
  quantiles = quantile(people, c(0.025, 0.5, 0.975)), draws = people
)
