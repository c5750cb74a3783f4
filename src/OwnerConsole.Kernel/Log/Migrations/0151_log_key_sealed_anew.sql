-- The log's key is sealed anew when the key that it is sealed with is replaced; it stays the same key.
grant update (sealed) on core.log_key to oc_app;
