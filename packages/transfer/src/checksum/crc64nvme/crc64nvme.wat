;; CRC-64/NVME (reflected, polynomial 0x9a6c9329ac4bc9b5) of the bytes at 18432. The caller inverts the register before and
;; after.
;;
;; WebAssembly has no carry-less multiplication, and a lookup for each byte costs 0.6 CPU-seconds per GiB. So the data is
;; first divided by a multiple of the polynomial that has few terms, all of them whole bytes apart:
;;
;;   x^8*1902 + x^8*1830 + x^8*1549 + x^8*1294 + x^8*846 + x^8*841 + x^8*687 + x^8*644 + 1
;;
;; A byte is then the sum of nine bytes before it, which is a sum of vectors, and only the remainder of 1902 bytes is looked
;; up. The nearest term is 72 bytes away, so that no vector is read while it is still being stored.
;;
;; Memory: 8 tables of 256 entries, 2048 bytes each, at 0, which the caller fills; at 16384 zeros, which stand before the
;; data; the data, at most 65536 bytes, at 18432.
(module
  (memory (export "memory") 2)

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

  ;; The entry of a table for the lowest byte of a word.
  (func $entry (param $word i64) (param $table i32) (result i64)
    (i64.load
      (i32.add
        (local.get $table)
        (i32.shl (i32.and (i32.wrap_i64 (local.get $word)) (i32.const 255)) (i32.const 3)))))

  ;; The register after 'length' bytes of data, which are overwritten.
  (func (export "update") (param $length i32) (param $crc i64) (result i64)
    (local $at i32) (local $end i32) (local $oldest i32) (local $word i64)
    (local.set $at (i32.const 18432))
    (local.set $end (i32.add (local.get $at) (local.get $length)))

    ;; Shorter data is not worth the remainder.
    (if (i32.ge_u (local.get $length) (i32.const 4096)) (then
      ;; The register is a sum with the first 8 bytes.
      (i64.store (local.get $at) (i64.xor (local.get $crc) (i64.load (local.get $at))))
      (local.set $crc (i64.const 0))
      (local.set $oldest (i32.sub (local.get $at) (i32.const 1902)))
      (local.set $at (i32.add (local.get $at)
        (i32.and (i32.sub (local.get $length) (i32.const 1902)) (i32.const -16))))
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
        (br_if $vectors
          (i32.lt_u (i32.add (local.get $oldest) (i32.const 1902)) (local.get $at))))
      (call $carry (local.get $at) (i32.const 72))
      (call $carry (local.get $at) (i32.const 353))
      (call $carry (local.get $at) (i32.const 608))
      (call $carry (local.get $at) (i32.const 1056))
      (call $carry (local.get $at) (i32.const 1061))
      (call $carry (local.get $at) (i32.const 1215))
      (call $carry (local.get $at) (i32.const 1258))
      (call $carry (local.get $at) (i32.const 1902))))

    (block $done
      (loop $words
        (br_if $done (i32.gt_u (i32.add (local.get $at) (i32.const 8)) (local.get $end)))
        (local.set $word (i64.xor (local.get $crc) (i64.load (local.get $at))))
        (local.set $crc
          (i64.xor (i64.xor (i64.xor (i64.xor (i64.xor (i64.xor (i64.xor
          (call $entry (local.get $word) (i32.const 14336))
          (call $entry (i64.shr_u (local.get $word) (i64.const 8)) (i32.const 12288)))
          (call $entry (i64.shr_u (local.get $word) (i64.const 16)) (i32.const 10240)))
          (call $entry (i64.shr_u (local.get $word) (i64.const 24)) (i32.const 8192)))
          (call $entry (i64.shr_u (local.get $word) (i64.const 32)) (i32.const 6144)))
          (call $entry (i64.shr_u (local.get $word) (i64.const 40)) (i32.const 4096)))
          (call $entry (i64.shr_u (local.get $word) (i64.const 48)) (i32.const 2048)))
          (call $entry (i64.shr_u (local.get $word) (i64.const 56)) (i32.const 0))))
        (local.set $at (i32.add (local.get $at) (i32.const 8)))
        (br $words)))
    (block $done
      (loop $bytes
        (br_if $done (i32.ge_u (local.get $at) (local.get $end)))
        (local.set $crc
          (i64.xor
            (call $entry
              (i64.xor (local.get $crc) (i64.load8_u (local.get $at)))
              (i32.const 0))
            (i64.shr_u (local.get $crc) (i64.const 8))))
        (local.set $at (i32.add (local.get $at) (i32.const 1)))
        (br $bytes)))
    (local.get $crc)))
