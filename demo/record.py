"""Records demo/store with the real MLflow: record.py (run by the Python of tests/servers/install.mjs).

The store is made in a temporary folder, by MLflow's own API. SQLite keeps absolute paths, so every one of them is then
given the prefix /demo-store, which the demo replaces in its copy by the folder that the copy is in. Ids are the same
in every recording; times, and what derives from them, are not.
"""

import json
import os
import pathlib
import random
import shutil
import sqlite3
import tempfile
import uuid

PREFIX = "/demo-store"

here = pathlib.Path(__file__).resolve().parent
folder = pathlib.Path(tempfile.mkdtemp(prefix="demo-store-")).resolve()
os.chdir(folder)
os.environ["MLFLOW_TRACKING_URI"] = f"sqlite:///{folder}/mlflow.db"
os.environ["MLFLOW_ENABLE_ARTIFACTS_PROGRESS_BAR"] = "false"

numbers = random.Random(3172)
uuid.uuid4 = lambda: uuid.UUID(int=numbers.getrandbits(128), version=4)

import matplotlib  # noqa: E402

matplotlib.use("Agg")

import matplotlib.pyplot as plt  # noqa: E402
import mlflow  # noqa: E402
from sklearn.datasets import load_iris  # noqa: E402
from sklearn.linear_model import LogisticRegression  # noqa: E402

NAME = "iris-classifier"
features, labels = load_iris(return_X_y=True)
client = mlflow.MlflowClient()
experiment = mlflow.create_experiment("iris", artifact_location=str(folder / "artifacts"))


def train(run_name, iterations):
    """Logs one run with its model, and registers the model as the next version."""
    with mlflow.start_run(experiment_id=experiment, run_name=run_name) as run:
        model = LogisticRegression(max_iter=iterations).fit(features, labels)
        accuracy = model.score(features, labels)
        mlflow.log_params({"max_iter": iterations})
        mlflow.log_metric("accuracy", accuracy)
        mlflow.log_dict({"accuracy": accuracy, "classes": 3, "max_iter": iterations}, "metrics/summary.json")
        mlflow.sklearn.log_model(
            model, name="model", registered_model_name=NAME, pip_requirements=["scikit-learn"]
        )
        return run


train("first try", 10)
run = train("with plots", 200)

with mlflow.start_run(run.info.run_id):
    mlflow.log_text("Iris, trained by logistic regression.\n", "notes.txt")
    mlflow.log_text("", "logs/empty.log")
    mlflow.log_text("Names may hold spaces.\n", "reports/final report.txt")
    mlflow.log_text("Accents and ideographs: é, 中.\n", "reports/résumé 中文.txt")
    figure, axes = plt.subplots(figsize=(4, 3))
    axes.scatter(features[:, 2], features[:, 3], c=labels)
    axes.set(xlabel="petal length (cm)", ylabel="petal width (cm)")
    figure.tight_layout()
    mlflow.log_figure(figure, "plots/petals.png")

# MLflow's API decodes `%` and refuses `#`, but a store may hold such names: other tools write there too.
reports = folder / "artifacts" / run.info.run_id / "artifacts" / "reports"
(reports / "100% of it.txt").write_text("A name with a percent sign.\n")
(reports / "part #2.txt").write_text("A name with a number sign.\n")

client.set_registered_model_alias(NAME, "champion", "2")
client.transition_model_version_stage(NAME, "1", "Production")

database = sqlite3.connect("mlflow.db")
for statement in (here / "relocate.sql").read_text().split(";"):
    database.execute(statement, {"from": str(folder), "to": PREFIX})
# Who recorded it, where and at which commit, belongs to no store that others get.
database.execute("DELETE FROM tags WHERE key = 'mlflow.user' OR key LIKE 'mlflow.source.%'")
database.execute("DELETE FROM logged_model_tags WHERE tag_key = 'mlflow.user' OR tag_key LIKE 'mlflow.source.%'")
database.execute("UPDATE runs SET user_id = 'demo', source_name = ''")
database.commit()
# Most of MLflow's tables are empty, and each takes a page.
database.execute("PRAGMA page_size = 512")
database.execute("VACUUM")
left = [line for line in database.iterdump() if str(folder) in line]
assert not left, left
database.close()

for file in (folder / "artifacts").rglob("*"):
    if file.is_file() and str(folder).encode() in file.read_bytes():
        file.write_text(file.read_text().replace(str(folder), PREFIX))

store = here / "store"
shutil.rmtree(store, ignore_errors=True)
store.mkdir()
shutil.copy("mlflow.db", store)
shutil.copytree("artifacts", store / "artifacts")
shutil.rmtree(folder)
print(json.dumps({"run_id": run.info.run_id, "version": mlflow.__version__}))
