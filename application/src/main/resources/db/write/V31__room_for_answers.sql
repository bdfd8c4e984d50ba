-- A key is inserted in 200 bytes, and its answer takes twice as much: with room for it in the same page no index is touched.
alter table idempotency_keys set (fillfactor = 30);
