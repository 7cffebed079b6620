-- One holder by his number: an import finds him without reading all others.

-- the number by which he is known, with its kind: snils:…, inn:… or ogrn:…; personal data
ALTER TABLE holders ADD COLUMN number TEXT;
UPDATE holders SET number = facts::json ->> 'number';
CREATE UNIQUE INDEX holders_by_number ON holders (number);
