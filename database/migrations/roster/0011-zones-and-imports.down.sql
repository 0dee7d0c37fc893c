DROP TABLE roster.imports;
DROP FUNCTION roster.zone_on(integer, date);
DROP TABLE roster.school_zones;
DROP FUNCTION roster.zones_changed();
