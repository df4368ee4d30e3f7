"""Downloads an object, or all below a directory, 16 at a time: boto3_download.py ENDPOINT BUCKET PATH DESTINATION"""

import concurrent.futures
import os
import sys

import boto3
import botocore.config

endpoint, bucket, path, destination = sys.argv[1:]
config = botocore.config.Config(max_pool_connections=16, s3={"addressing_style": "path"})
client = boto3.client("s3", endpoint_url=endpoint, config=config)
parent = path.rpartition("/")[0]


def download(key):
    target = os.path.join(destination, os.path.relpath(key, parent or "."))
    os.makedirs(os.path.dirname(target), exist_ok=True)
    client.download_file(bucket, key, target)


pages = client.get_paginator("list_objects_v2").paginate(Bucket=bucket, Prefix=path)
keys = [entry["Key"] for page in pages for entry in page.get("Contents", [])]
with concurrent.futures.ThreadPoolExecutor(16) as pool:
    list(pool.map(download, keys))
