"""Prints how many objects are below a directory: boto3_list.py ENDPOINT BUCKET PATH"""

import json
import sys

import boto3
import botocore.config

endpoint, bucket, path = sys.argv[1:]
config = botocore.config.Config(s3={"addressing_style": "path"})
client = boto3.client("s3", endpoint_url=endpoint, config=config)
pages = client.get_paginator("list_objects_v2").paginate(Bucket=bucket, Prefix=f"{path}/")
print(json.dumps({"listed": sum(len(page.get("Contents", [])) for page in pages)}))
