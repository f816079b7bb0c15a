#!/bin/bash
# Makes the two roles and the database as the two addresses name them; runs once, on a new volume.
set -euo pipefail

part() { # of the address in file $1: user or password
    sed -E "s#^postgresql://([^:]+):([^@]+)@.*#\\$2#" "/run/secrets/$1"
}

APP=$(part database_url 1) OWNER=$(part database_owner_url 1)
psql --no-psqlrc --set ON_ERROR_STOP=1 --username postgres \
    --set app="$APP" --set app_password="$(part database_url 2)" \
    --set owner="$OWNER" --set owner_password="$(part database_owner_url 2)" <<'SQL'
CREATE ROLE :"app" LOGIN PASSWORD :'app_password' NOSUPERUSER NOCREATEDB NOCREATEROLE;
CREATE ROLE :"owner" LOGIN PASSWORD :'owner_password' NOSUPERUSER NOCREATEDB NOCREATEROLE;
CREATE DATABASE capitaine OWNER :"owner" TEMPLATE template0 ENCODING 'UTF8' LOCALE 'C.UTF-8';
REVOKE CONNECT ON DATABASE capitaine FROM PUBLIC;
GRANT CONNECT ON DATABASE capitaine TO :"app";
SQL
