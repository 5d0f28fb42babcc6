-- Compaction writes the slices of several files into one for each hour.
-- The highest commit whose slices a compacted file has; NULL = the file is a commit of its own.
ALTER TABLE slice_file ADD COLUMN through_commit INTEGER;
-- When compaction replaced the file; NULL = it counts. A replaced file has no row in slice_file_quarter and goes later,
-- so that those who read it just then can finish.
ALTER TABLE slice_file ADD COLUMN replaced_at INTEGER;
