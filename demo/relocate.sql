-- Every column of MLflow's tables that holds the folder of the store.
UPDATE experiments SET artifact_location = replace(artifact_location, :from, :to);
UPDATE runs SET artifact_uri = replace(artifact_uri, :from, :to);
UPDATE logged_models SET artifact_location = replace(artifact_location, :from, :to);
UPDATE model_versions
  SET source = replace(source, :from, :to), storage_location = replace(storage_location, :from, :to);
