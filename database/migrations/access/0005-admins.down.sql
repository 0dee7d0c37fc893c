DROP TABLE access.admin_schools, access.admins;
