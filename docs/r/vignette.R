# Reads the flat tables that `enligt export --format tables --out FOLDER` writes. Base R alone.
#
#   Rscript vignette.R FOLDER

arguments <- commandArgs(trailingOnly = TRUE)
folder <- if (length(arguments) > 0) arguments[1] else "tables"

# Codes and ids are text, numbers are numbers; an empty cell is unknown.
codebook <- read.csv(file.path(folder, "codebook.csv"), colClasses = "character", encoding = "UTF-8")
classes <- c(text = "character", day = "character", month = "character", boolean = "character",
             integer = "integer", number = "numeric")
read_table <- function(name) {
  columns <- codebook[codebook$table == name, ]
  read.csv(file.path(folder, paste0(name, ".csv")), na.strings = "", encoding = "UTF-8",
           colClasses = setNames(classes[columns$type], columns$column))
}

events <- read_table("events")
claims <- read_table("claims")
participants <- read_table("participants")
sources <- read_table("sources")
dyads <- read_table("dyads")

# One act is one row of events, however many articles tell of it.
cat(nrow(events), "events,", nrow(claims), "claims\n\n")
stopifnot(!anyDuplicated(events$event_id), !anyDuplicated(claims$claim_id), all(claims$event_id %in% events$event_id))

# Conflict and cooperation by type, with the corrected scores.
if (nrow(events) > 0) print(aggregate(score_corrected ~ event_type, data = events, FUN = mean))

# On how many independent origins they rest: a range, never a single number.
print(table(at_least = events$origins_min, at_most = events$origins_max))

# Directed pairs by month: the zeros are there, so a time series needs no filling in.
if (nrow(dyads) > 0) {
  months <- length(unique(dyads$month))
  pairs <- unique(paste(dyads$source_id, dyads$target_id))
  stopifnot(nrow(dyads) == months * length(pairs))
  busiest <- aggregate(events ~ source_id + target_id, data = dyads, FUN = sum)
  print(head(busiest[order(-busiest$events), ]))
  # To join with Correlates of War data: dyads$source_cow, dyads$target_cow; with Gleditsch and Ward: dyads$source_gw.
  print(sum(!is.na(dyads$source_cow)))
}

# Whose word: every hop of every chain is a row of sources; the last one has the greatest depth.
if (nrow(sources) > 0) {
  last <- aggregate(depth ~ claim_id, data = sources, FUN = max)
  print(table(merge(sources, last)$kind))
}

# Who acts: one row for each participant of each claim.
print(table(participants$role))
