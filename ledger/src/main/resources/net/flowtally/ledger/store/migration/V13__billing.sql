-- Departments that are shown what they use and not charged for it, and statements that say so.

ALTER TABLE department ADD COLUMN billing TEXT NOT NULL DEFAULT 'chargeback'
    CHECK (billing IN ('chargeback', 'showback'));

ALTER TABLE statement ADD COLUMN billing TEXT NOT NULL DEFAULT 'chargeback'
    CHECK (billing IN ('chargeback', 'showback'));
