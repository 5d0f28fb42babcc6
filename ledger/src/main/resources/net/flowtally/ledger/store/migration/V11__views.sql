-- The views that programs outside read (views.sql) come with this version. Those by day ask for losses of a
-- span of time.
CREATE INDEX exporter_loss_by_quarter ON exporter_loss (quarter);
