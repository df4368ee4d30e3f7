;; CRC-64/NVME, CRC-32C and CRC-32 (all reflected) of data in memory. The caller inverts the register before and after.
;;
;; WebAssembly has no carry-less multiplication, and a lookup for each byte costs 0.6 CPU-seconds per GiB. So the data is
;; first divided by a multiple of the polynomial that has few terms, all of them whole bytes apart. With y = x^8:
;;
;;   CRC-64/NVME (0x9a6c9329ac4bc9b5): y^1902 + y^1830 + y^1549 + y^1294 + y^846 + y^841 + y^687 + y^644 + 1
;;   CRC-32C (0x82f63b78):             y^266 + y^143 + y^121 + y^88 + y^71 + 1
;;   CRC-32 (0xedb88320):              y^300 + y^155 + y^117 + y^89 + 1
;;
;; A byte is then the sum of a few bytes before it, 16 of them one sum of vectors, and only the remainder is looked up. The
;; nearest term is at least 72 bytes away, so that no vector is read while it is still being stored.
;;
;; Memory: for each checksum 8 tables of 256 entries of 8 bytes, which the caller fills, CRC-64/NVME's at 0, CRC-32C's at
;; 16384 and CRC-32's at 32768; at 49152 zeros, which stand before the data; the data, at most 65536 bytes, at 51200. It is
;; overwritten.
(module
  (memory (export "memory") 2)

  ;; Adds the register to the first 8 bytes of the data, whose sum it is.
  (func $begin (param $crc i64)
    (i64.store (i32.const 51200) (i64.xor (local.get $crc) (i64.load (i32.const 51200)))))

  ;; Adds the 'distance' bytes before 'end' to those from there on.
  (func $carry (param $end i32) (param $distance i32)
    (local $at i32) (local $stop i32)
    (local.set $at (local.get $end))
    (local.set $stop (i32.add (local.get $end) (local.get $distance)))
    (block $done
      (loop $vectors
        (br_if $done (i32.gt_u (i32.add (local.get $at) (i32.const 16)) (local.get $stop)))
        (v128.store (local.get $at)
          (v128.xor
            (v128.load (local.get $at))
            (v128.load (i32.sub (local.get $at) (local.get $distance)))))
        (local.set $at (i32.add (local.get $at) (i32.const 16)))
        (br $vectors)))
    (block $done
      (loop $bytes
        (br_if $done (i32.ge_u (local.get $at) (local.get $stop)))
        (i32.store8 (local.get $at)
          (i32.xor
            (i32.load8_u (local.get $at))
            (i32.load8_u (i32.sub (local.get $at) (local.get $distance)))))
        (local.set $at (i32.add (local.get $at) (i32.const 1)))
        (br $bytes))))

  ;; Divides the data up to 'stop', and adds what is left of it to the bytes behind.
  (func $foldCrc64nvme (param $at i32) (param $stop i32)
    (local $oldest i32)
    (local.set $oldest (i32.sub (local.get $at) (i32.const 1902)))
    (loop $vectors
      (v128.store offset=1902 (local.get $oldest)
        (v128.xor (v128.xor (v128.xor (v128.xor (v128.xor (v128.xor (v128.xor (v128.xor
          (v128.load offset=1902 (local.get $oldest))
          (v128.load offset=1830 (local.get $oldest)))
          (v128.load offset=1549 (local.get $oldest)))
          (v128.load offset=1294 (local.get $oldest)))
          (v128.load offset=846 (local.get $oldest)))
          (v128.load offset=841 (local.get $oldest)))
          (v128.load offset=687 (local.get $oldest)))
          (v128.load offset=644 (local.get $oldest)))
          (v128.load offset=0 (local.get $oldest))))
      (local.set $oldest (i32.add (local.get $oldest) (i32.const 16)))
      (br_if $vectors (i32.lt_u (i32.add (local.get $oldest) (i32.const 1902)) (local.get $stop))))
    (call $carry (local.get $stop) (i32.const 72))
    (call $carry (local.get $stop) (i32.const 353))
    (call $carry (local.get $stop) (i32.const 608))
    (call $carry (local.get $stop) (i32.const 1056))
    (call $carry (local.get $stop) (i32.const 1061))
    (call $carry (local.get $stop) (i32.const 1215))
    (call $carry (local.get $stop) (i32.const 1258))
    (call $carry (local.get $stop) (i32.const 1902)))

  (func $foldCrc32c (param $at i32) (param $stop i32)
    (local $oldest i32)
    (local.set $oldest (i32.sub (local.get $at) (i32.const 266)))
    (loop $vectors
      (v128.store offset=266 (local.get $oldest)
        (v128.xor (v128.xor (v128.xor (v128.xor (v128.xor
          (v128.load offset=266 (local.get $oldest))
          (v128.load offset=143 (local.get $oldest)))
          (v128.load offset=121 (local.get $oldest)))
          (v128.load offset=88 (local.get $oldest)))
          (v128.load offset=71 (local.get $oldest)))
          (v128.load offset=0 (local.get $oldest))))
      (local.set $oldest (i32.add (local.get $oldest) (i32.const 16)))
      (br_if $vectors (i32.lt_u (i32.add (local.get $oldest) (i32.const 266)) (local.get $stop))))
    (call $carry (local.get $stop) (i32.const 123))
    (call $carry (local.get $stop) (i32.const 145))
    (call $carry (local.get $stop) (i32.const 178))
    (call $carry (local.get $stop) (i32.const 195))
    (call $carry (local.get $stop) (i32.const 266)))

  (func $foldCrc32 (param $at i32) (param $stop i32)
    (local $oldest i32)
    (local.set $oldest (i32.sub (local.get $at) (i32.const 300)))
    (loop $vectors
      (v128.store offset=300 (local.get $oldest)
        (v128.xor (v128.xor (v128.xor (v128.xor
          (v128.load offset=300 (local.get $oldest))
          (v128.load offset=155 (local.get $oldest)))
          (v128.load offset=117 (local.get $oldest)))
          (v128.load offset=89 (local.get $oldest)))
          (v128.load offset=0 (local.get $oldest))))
      (local.set $oldest (i32.add (local.get $oldest) (i32.const 16)))
      (br_if $vectors (i32.lt_u (i32.add (local.get $oldest) (i32.const 300)) (local.get $stop))))
    (call $carry (local.get $stop) (i32.const 145))
    (call $carry (local.get $stop) (i32.const 183))
    (call $carry (local.get $stop) (i32.const 211))
    (call $carry (local.get $stop) (i32.const 300)))

  ;; The entry of a table for the lowest byte of a word.
  (func $entry (param $word i64) (param $table i32) (result i64)
    (i64.load
      (i32.add
        (local.get $table)
        (i32.shl (i32.and (i32.wrap_i64 (local.get $word)) (i32.const 255)) (i32.const 3)))))

  ;; The register after the bytes from 'at' to 'end'.
  (func $lookUp (param $at i32) (param $end i32) (param $crc i64) (param $tables i32) (result i64)
    (local $word i64)
    (block $done
      (loop $words
        (br_if $done (i32.gt_u (i32.add (local.get $at) (i32.const 8)) (local.get $end)))
        (local.set $word (i64.xor (local.get $crc) (i64.load (local.get $at))))
        (local.set $crc
          (i64.xor (i64.xor (i64.xor (i64.xor (i64.xor (i64.xor (i64.xor
          (call $entry (local.get $word) (i32.add (local.get $tables) (i32.const 14336)))
          (call $entry (i64.shr_u (local.get $word) (i64.const 8)) (i32.add (local.get $tables) (i32.const 12288))))
          (call $entry (i64.shr_u (local.get $word) (i64.const 16)) (i32.add (local.get $tables) (i32.const 10240))))
          (call $entry (i64.shr_u (local.get $word) (i64.const 24)) (i32.add (local.get $tables) (i32.const 8192))))
          (call $entry (i64.shr_u (local.get $word) (i64.const 32)) (i32.add (local.get $tables) (i32.const 6144))))
          (call $entry (i64.shr_u (local.get $word) (i64.const 40)) (i32.add (local.get $tables) (i32.const 4096))))
          (call $entry (i64.shr_u (local.get $word) (i64.const 48)) (i32.add (local.get $tables) (i32.const 2048))))
          (call $entry (i64.shr_u (local.get $word) (i64.const 56)) (i32.add (local.get $tables) (i32.const 0)))))
        (local.set $at (i32.add (local.get $at) (i32.const 8)))
        (br $words)))
    (block $done
      (loop $bytes
        (br_if $done (i32.ge_u (local.get $at) (local.get $end)))
        (local.set $crc
          (i64.xor
            (call $entry
              (i64.xor (local.get $crc) (i64.load8_u (local.get $at)))
              (local.get $tables))
            (i64.shr_u (local.get $crc) (i64.const 8))))
        (local.set $at (i32.add (local.get $at) (i32.const 1)))
        (br $bytes)))
    (local.get $crc))

  ;; The register after 'length' bytes of data. Little data is not worth the remainder.
  (func (export "crc64nvme") (param $length i32) (param $crc i64) (result i64)
    (local $at i32)
    (local.set $at (i32.const 51200))
    (if (i32.ge_u (local.get $length) (i32.const 4096)) (then
      (call $begin (local.get $crc))
      (local.set $crc (i64.const 0))
      (local.set $at (i32.add (local.get $at)
        (i32.and (i32.sub (local.get $length) (i32.const 1902)) (i32.const -16))))
      (call $foldCrc64nvme (i32.const 51200) (local.get $at))))
    (call $lookUp
      (local.get $at)
      (i32.add (i32.const 51200) (local.get $length))
      (local.get $crc)
      (i32.const 0)))

  (func (export "crc32c") (param $length i32) (param $crc i64) (result i64)
    (local $at i32)
    (local.set $at (i32.const 51200))
    (if (i32.ge_u (local.get $length) (i32.const 1024)) (then
      (call $begin (local.get $crc))
      (local.set $crc (i64.const 0))
      (local.set $at (i32.add (local.get $at)
        (i32.and (i32.sub (local.get $length) (i32.const 266)) (i32.const -16))))
      (call $foldCrc32c (i32.const 51200) (local.get $at))))
    (call $lookUp
      (local.get $at)
      (i32.add (i32.const 51200) (local.get $length))
      (local.get $crc)
      (i32.const 16384)))

  (func (export "crc32") (param $length i32) (param $crc i64) (result i64)
    (local $at i32)
    (local.set $at (i32.const 51200))
    (if (i32.ge_u (local.get $length) (i32.const 1024)) (then
      (call $begin (local.get $crc))
      (local.set $crc (i64.const 0))
      (local.set $at (i32.add (local.get $at)
        (i32.and (i32.sub (local.get $length) (i32.const 300)) (i32.const -16))))
      (call $foldCrc32 (i32.const 51200) (local.get $at))))
    (call $lookUp
      (local.get $at)
      (i32.add (i32.const 51200) (local.get $length))
      (local.get $crc)
      (i32.const 32768))))
