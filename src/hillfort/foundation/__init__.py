"""Arithmetic and records that know no domain object: units, errors, streams, evidence, provenance."""
