#!/bin/sh
# Makes the certificates in fixtures/ anew: valid from 2020 to 2120, whatever the clock says, but for the expired one.
set -eu
fixtures="$(cd "$(dirname "$0")/fixtures" && pwd)"
work="$(mktemp -d)"
cd "$work"
touch index.txt
cat > ca.cnf <<END
[ca]
default_ca = test
[test]
database = index.txt
new_certs_dir = .
rand_serial = yes
unique_subject = no
default_md = sha256
policy = any
[any]
commonName = supplied
END

sign() { # name, end, subject, extensions, signer's options
  openssl ecparam -name prime256v1 -genkey -noout -out "$1.key"
  openssl req -new -key "$1.key" -subj "$3" -out "$1.csr"
  printf '%s\n' "$4" > "$1.ext"
  name="$1" end="$2"
  shift 4
  openssl ca -batch -notext -config ca.cnf -startdate 20200101000000Z -enddate "$end" \
    -in "$name.csr" -extfile "$name.ext" -out "$name.crt" "$@"
  cat "$name.crt" "$name.key" > "$fixtures/$name.pem"
}
last=21200101000000Z
here='subjectAltName=DNS:localhost,IP:127.0.0.1,IP:::1'
authority='-cert ca.crt -keyfile ca.key'

sign ca $last '/CN=mlflow-artifacts test authority' 'basicConstraints=critical,CA:true' -selfsign -keyfile ca.key
cp ca.crt "$fixtures/ca.pem"
sign server $last '/CN=localhost' "$here" $authority
sign other-name $last '/CN=elsewhere.test' 'subjectAltName=DNS:elsewhere.test' $authority
sign client $last '/CN=test client' 'extendedKeyUsage=clientAuth' $authority
sign expired 20200102000000Z '/CN=localhost' "$here" $authority
sign self-signed $last '/CN=localhost' "$here" -selfsign -keyfile self-signed.key
rm -r "$work"
