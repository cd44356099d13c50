#!/usr/bin/env python3
"""Measure how long the operators of language models take on this GPU, as CSV files that Orrery reads.

One file. Copy it to the machine with the GPU; it needs Python >= 3.9 and PyTorch >= 2.5 (CUDA or ROCm), nothing else.

    python3 measure_gpu.py --list                        what can be measured
    python3 measure_gpu.py --dry-run --memory-gib 80     the plan; needs neither a GPU nor PyTorch
    python3 measure_gpu.py --quick                       a few minutes
    python3 measure_gpu.py --out h100 --budget 60        the spread of shapes that an hour allows
    python3 measure_gpu.py --out h100                    everything; continues where the last run stopped

Ctrl-C keeps every row written so far (exit code 130); the same command continues. Rows are the time of one call:
the mean over replays of a CUDA graph of many calls (method cudagraph_avg) or, with --method cuda_event_1op, of single
calls with their launch. Shapes cover every power of two evenly, in an order that makes an early stop cover them too.
Weights, embedding tables and KV caches are cold (read from memory); activations are where the call before left them.
"""

from __future__ import annotations

import argparse
import csv
import ctypes
import datetime
import difflib
import importlib.metadata
import io
import json
import math
import os
import platform
import random
import signal
import socket
import statistics
import subprocess
import sys
import threading
import time
from collections import Counter, deque
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Callable, Dict, Iterable, List, Mapping, Optional, Protocol, Sequence, TextIO, Tuple, Union

VERSION = "1"
MIB, GIB = 1 << 20, 1 << 30
INTERRUPTED = 130

# ---- The files ----

COLUMNS: Dict[str, Tuple[str, ...]] = {
    "gemm": tuple("source_repo source_file gpu dtype op model tp_degree batch m n k time_us time_us_std power_w "
                  "power_limit_w method kernel kernels_in_time suspect note".split()),
    "attention": tuple("source_repo source_file gpu dtype kv_dtype op model tp_degree batch heads kv_heads head_dim "
                       "seq_q seq_kv causal page time_us time_us_std power_w power_limit_w method kernel suspect "
                       "note".split()),
    "elementwise": tuple("source_repo source_file gpu dtype op layer_op model tp_degree rows cols bytes_rw time_us "
                         "time_us_std method note".split()),
    "collectives": tuple("source_repo source_file gpu topology dtype op ranks ranks_per_node nodes bytes time_us "
                         "time_us_std method".split()),
    "moe": tuple("source_repo source_file gpu dtype op tokens hidden inter topk experts moe_tp moe_ep distribution "
                 "time_us method kernel".split()),
}
KEY: Dict[str, Tuple[str, ...]] = {  # what tells one shape from another
    "gemm": ("dtype", "op", "batch", "m", "n", "k"),
    "attention": ("dtype", "op", "batch", "heads", "kv_heads", "head_dim", "seq_q", "seq_kv"),
    "elementwise": ("dtype", "op", "rows", "cols"),
    "collectives": ("dtype", "op", "ranks", "bytes"),
    "moe": ("dtype", "op", "tokens", "hidden", "inter", "topk", "experts", "distribution"),
}
KINDS = tuple(COLUMNS)
DTYPE_BYTES = {"fp32": 4, "tf32": 4, "fp16": 2, "bf16": 2, "fp8": 1, "int8": 1}
KIND_DTYPES = {
    "gemm": ("fp32", "tf32", "fp16", "bf16", "fp8", "int8"),
    "attention": ("fp16", "bf16"),
    "elementwise": ("fp32", "fp16", "bf16"),
    "collectives": ("bf16", "fp16", "fp32"),  # only bytes count: the first of the chosen ones is measured
    "moe": ("bf16",),
}
METHODS = ("cudagraph_avg", "cuda_event_1op")
HEADER_FILE = "measure_gpu.json"


def significant(value: float, digits: int = 5) -> str:
    """The number with this many significant digits and no exponent."""
    if value == 0 or not math.isfinite(value):
        return "0"
    places = max(0, digits - 1 - math.floor(math.log10(abs(value))))
    text = f"{value:.{places}f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


class CsvTable:
    """One CSV file that grows row by row; what was in it before stays, a half-written last line is cut off."""

    def __init__(self, path: Path, columns: Sequence[str], key: Sequence[str]) -> None:
        self.path, self.columns, self.key = path, tuple(columns), tuple(key)
        self.done = self._read() if path.exists() else set()
        self._file: Optional[TextIO] = None

    def _read(self) -> set:
        data = self.path.read_bytes()
        whole = data[:data.rfind(b"\n") + 1]
        if len(whole) < len(data):
            self.path.write_bytes(whole)
        rows = csv.DictReader(io.StringIO(whole.decode("utf-8")))
        if whole and tuple(rows.fieldnames or ()) != self.columns:
            raise UserError(f"{self.path} has other columns than this program writes; choose another --out")
        return {tuple(row[name] for name in self.key) for row in rows if row.get("time_us")}

    def has(self, row: Mapping[str, str]) -> bool:
        return tuple(row[name] for name in self.key) in self.done

    def write(self, row: Mapping[str, str]) -> None:
        """One row, on disk when this returns."""
        if self._file is None:
            empty = not self.path.exists() or self.path.stat().st_size == 0
            self._file = open(self.path, "a", encoding="utf-8", newline="")
            if empty:
                self._line(self.columns)
        self._line([row.get(name, "") for name in self.columns])
        self.done.add(tuple(row[name] for name in self.key))

    def _line(self, values: Iterable[str]) -> None:
        text = io.StringIO()
        csv.writer(text, lineterminator="\n").writerow(values)
        assert self._file is not None
        self._file.write(text.getvalue())
        self._file.flush()

    def close(self) -> None:
        if self._file is not None:
            self._file.close()
            self._file = None


class UserError(Exception):
    """A mistake of the user: one message, exit code 2."""


# ---- What is measured ----

@dataclass(frozen=True)
class Gemm:
    """batch x (m x k)(k x n): linear is x times the transpose of an n x k weight, bmm has a k x n matrix each."""
    dtype: str
    op: str
    batch: int
    m: int
    n: int
    k: int
    kind = "gemm"

    def row(self) -> Dict[str, Any]:
        return dict(dtype=self.dtype, op=self.op, batch=self.batch, m=self.m, n=self.n, k=self.k, suspect=0)

    def memory(self) -> int:
        size = DTYPE_BYTES[self.dtype]
        staging = 2 * max(self.m, self.n) * self.k if self.dtype == "fp8" else 0  # random bf16 before the conversion
        out = max(2, size) if self.dtype != "int8" else 4
        return self.batch * (size * (self.m + self.n) * self.k + out * self.m * self.n) + staging


@dataclass(frozen=True)
class Attention:
    """seq_q new tokens on seq_kv - seq_q cached ones; heads as on one GPU."""
    dtype: str
    op: str
    batch: int
    heads: int
    kv_heads: int
    head_dim: int
    seq_q: int
    seq_kv: int
    kind = "attention"

    def row(self) -> Dict[str, Any]:
        return dict(dtype=self.dtype, kv_dtype=self.dtype, op=self.op, batch=self.batch, heads=self.heads,
                    kv_heads=self.kv_heads, head_dim=self.head_dim, seq_q=self.seq_q, seq_kv=self.seq_kv,
                    causal=1, suspect=0)

    def memory(self) -> int:
        per_head = self.batch * self.head_dim * DTYPE_BYTES[self.dtype]
        return per_head * (2 * self.heads * self.seq_q + 2 * self.kv_heads * self.seq_kv)


ELEMENTWISE_PASSES = {  # compulsory traffic in units of rows x cols elements
    "rmsnorm": 2, "layernorm": 2, "softmax": 2, "gelu": 2, "relu": 2, "silu_and_mul": 3, "add": 3, "rope": 2,
    "embedding_gather": 2,
}
VOCABULARY = 32000
ROPE_HEAD = 128


@dataclass(frozen=True)
class Elementwise:
    """A streaming operator; cols is the width of the output."""
    dtype: str
    op: str
    rows: int
    cols: int
    kind = "elementwise"

    def bytes_rw(self) -> int:
        return ELEMENTWISE_PASSES[self.op] * self.rows * self.cols * DTYPE_BYTES[self.dtype]

    def row(self) -> Dict[str, Any]:
        return dict(dtype=self.dtype, op=self.op, rows=self.rows, cols=self.cols, bytes_rw=self.bytes_rw())

    def memory(self) -> int:
        table = VOCABULARY * self.cols * DTYPE_BYTES[self.dtype] if self.op == "embedding_gather" else 0
        return 2 * self.bytes_rw() + table  # twice: without fusion there are intermediate results


@dataclass(frozen=True)
class Moe:
    """Gather, gate/up GEMM, silu and product, down GEMM, weighted sum; the router is not included."""
    dtype: str
    tokens: int
    hidden: int
    inter: int
    topk: int
    experts: int
    distribution: str
    kind = "moe"
    op = "moe_block"

    def row(self) -> Dict[str, Any]:
        return dict(dtype=self.dtype, op=self.op, tokens=self.tokens, hidden=self.hidden, inter=self.inter,
                    topk=self.topk, experts=self.experts, moe_tp=1, moe_ep=1, distribution=self.distribution)

    def memory(self) -> int:
        size = DTYPE_BYTES[self.dtype]
        weights = 3 * self.experts * self.hidden * self.inter * size
        return weights + self.tokens * (2 * self.hidden + self.topk * (3 * self.hidden + 4 * self.inter)) * size


@dataclass(frozen=True)
class Collective:
    """One collective in one node; size is the buffer of nccl-tests in bytes."""
    dtype: str
    op: str
    ranks: int
    size: int
    kind = "collectives"

    def row(self) -> Dict[str, Any]:
        return dict(dtype=self.dtype, op=self.op, ranks=self.ranks, ranks_per_node=self.ranks, nodes=1, bytes=self.size)

    def memory(self) -> int:
        return 2 * self.size


Case = Union[Gemm, Attention, Elementwise, Moe, Collective]


def text_row(case: Case) -> Dict[str, str]:
    return {name: str(value) for name, value in case.row().items()}


def describe(case: Case) -> str:
    row = case.row()
    shape = "x".join(str(row[name]) for name in KEY[case.kind] if name not in ("dtype", "op", "distribution"))
    return f"{row['op']} {case.dtype} {shape}"


# ---- Which shapes ----

WIDTHS = (64, 80, 96, 128, 192, 256, 320, 512, 576, 640, 768, 896, 1024, 1280, 1408, 1536, 1792, 2048, 2560, 2688, 3072,
          3584, 4096, 5120, 6144, 7168, 8192, 9216, 10240, 11008, 12288, 13824, 14336, 16384, 18432, 22016, 25600, 28672)
HEADS = ((32, 32, 128), (32, 8, 128), (8, 1, 128), (64, 8, 128), (16, 2, 128), (12, 12, 64), (40, 8, 128), (28, 4, 128),
         (16, 16, 64), (32, 4, 64), (8, 2, 128), (24, 8, 128))
EXPERTS = ((4096, 14336, 2, 8), (2048, 768, 8, 128), (4096, 1536, 8, 128), (2048, 1408, 6, 64), (7168, 2048, 8, 256))
COLLECTIVES = ("all_reduce", "all_gather", "reduce_scatter", "all_to_all", "broadcast", "send_recv")
MOST_FLOP = {"fp32": 3e12, "tf32": 1e13, "fp16": 2e13, "bf16": 2e13, "fp8": 2e13, "int8": 2e13}
M_BINS, N_BINS, K_BINS = range(0, 17), range(6, 15), range(6, 15)
BMM_BATCH_BINS, BMM_SIDE_BINS = range(1, 8), range(5, 12)
QUERY_BINS, PREFIX_BINS, CACHE_BINS, DECODE_BATCH_BINS = range(4, 15), range(6, 16), range(5, 18), range(0, 9)
ROW_BINS, COL_BINS = range(0, 18), range(7, 15)
TOKEN_BINS, SIZE_BINS = range(0, 14), range(10, 31)
LARGEST_ELEMENTWISE = 2 * GIB


class Spread:
    """Draws that are even over log2 bins: every round of len(bins) draws takes each bin once, in a random order."""

    def __init__(self, seed: str) -> None:
        self._random = random.Random(seed)
        self._left: Dict[Any, List[Any]] = {}

    def one_of(self, name: str, items: Iterable[Any]) -> Any:
        left = self._left.setdefault(name, [])
        if not left:
            left.extend(items)
            self._random.shuffle(left)
        return left.pop()

    def within(self, bin_: int, align: int = 1) -> int:
        """A number of [2^bin, 2^(bin+1)): in turn a width of a known model, a multiple of 64 (or 8), any odd one."""
        low, high = 1 << bin_, (2 << bin_) - 1
        style = self.one_of("style", ("model", "round", "odd"))
        known = [width for width in WIDTHS if low <= width <= high and width % align == 0]
        if style == "model":
            return self._random.choice(known) if known else max(low, align)
        value = self._random.randint(low, high)
        step = max(align, 64 if low >= 128 else 8 if low >= 16 else 1) if style == "round" else align
        if style == "odd" and align == 1:
            return value | 1
        return max(low, value // step * step)

    def draw(self, name: str, bins: Sequence[int], align: int = 1) -> int:
        return self.within(self.one_of(name, bins), align)

    def chance(self, share: float) -> bool:
        return self._random.random() < share


def linear_cases(spread: Spread, dtype: str, count: int) -> List[Case]:
    align = {"fp8": 16, "int8": 8}.get(dtype, 1)
    lowest = 5 if dtype == "int8" else 0  # torch._int_mm wants more than 16 rows
    cases: List[Case] = []
    for _ in range(count):
        m = spread.draw("m", [max(lowest, b) for b in M_BINS], 8 if dtype == "int8" else 1)
        n, k = spread.draw("n", N_BINS, align), spread.draw("k", K_BINS, align)
        while 2.0 * m * n * k > MOST_FLOP[dtype]:
            n, k = (n // 2 // align * align, k) if n >= k else (n, k // 2 // align * align)
        cases.append(Gemm(dtype, "linear", 1, m, n, k))
    return cases


def bmm_cases(spread: Spread, dtype: str, count: int) -> List[Case]:
    cases: List[Case] = []
    for _ in range(count):
        batch = spread.draw("batch", BMM_BATCH_BINS)
        cases.append(Gemm(dtype, "bmm", batch, *(spread.draw(side, BMM_SIDE_BINS) for side in "mnk")))
    return cases


def prefill_cases(spread: Spread, dtype: str, count: int) -> List[Case]:
    cases: List[Case] = []
    for number in range(count):
        seq_q = spread.draw("seq_q", QUERY_BINS)
        cached = spread.draw("prefix", PREFIX_BINS) if number % 2 else 0
        heads, kv_heads, head_dim = spread.one_of("heads", HEADS)
        batch = spread.one_of("batch", (1, 1, 2, 4, 8, 16))
        work = 4.0 * heads * head_dim * seq_q * (seq_q / 2 + cached)
        while batch > 1 and (batch * work > MOST_FLOP[dtype] or batch * seq_q > 65536):
            batch //= 2
        while cached and work > MOST_FLOP[dtype]:
            cached //= 2
            work = 4.0 * heads * head_dim * seq_q * (seq_q / 2 + cached)
        cases.append(Attention(dtype, "attn_prefill", batch, heads, kv_heads, head_dim, seq_q, seq_q + cached))
    return cases


def decode_cases(spread: Spread, dtype: str, count: int) -> List[Case]:
    cases: List[Case] = []
    for _ in range(count):
        seq_kv = spread.draw("cache", CACHE_BINS)
        batch = spread.draw("decode batch", DECODE_BATCH_BINS)
        heads, kv_heads, head_dim = spread.one_of("heads", HEADS)
        case = Attention(dtype, "attn_decode", batch, heads, kv_heads, head_dim, 1, seq_kv)
        while case.memory() > 8 * GIB:
            batch = max(1, batch // 2)
            case = Attention(dtype, "attn_decode", batch, heads, kv_heads, head_dim, 1, seq_kv)
        cases.append(case)
    return cases


def elementwise_cases(spread: Spread, dtype: str, op: str, count: int) -> List[Case]:
    cases: List[Case] = []
    for _ in range(count):
        rows = spread.draw("rows", ROW_BINS)
        cols = spread.draw("cols", COL_BINS, ROPE_HEAD if op == "rope" else 1)
        while Elementwise(dtype, op, rows, cols).bytes_rw() > LARGEST_ELEMENTWISE:
            cols = max(ROPE_HEAD, cols // 2 // ROPE_HEAD * ROPE_HEAD)
        cases.append(Elementwise(dtype, op, rows, cols))
    return cases


def moe_cases(spread: Spread, dtype: str, count: int) -> List[Case]:
    return [Moe(dtype, spread.draw("tokens", TOKEN_BINS), *spread.one_of("experts", EXPERTS),
                distribution=spread.one_of("distribution", ("balanced", "zipf_1.2"))) for _ in range(count)]


def collective_cases(spread: Spread, dtype: str, op: str, ranks: int, count: int) -> List[Case]:
    grain = ranks * 16  # every part of the buffer keeps 16-byte alignment
    cases: List[Case] = []
    for number in range(count):
        bin_ = spread.one_of("size", SIZE_BINS)
        size = 1 << bin_ if number % 2 == 0 else spread.within(bin_)
        cases.append(Collective(dtype, op, ranks, max(grain, size // grain * grain)))
    return cases


def rank_counts(gpus: int) -> List[int]:
    """2, 4, 8, ... and all of them."""
    return sorted({count for count in (2, 4, 8, 16) if count <= gpus} | ({gpus} if gpus >= 2 else set()))


def plan_kind(kind: str, dtypes: Sequence[str], seed: int, rounds: int, gpus: int) -> List[List[Case]]:
    """Series of cases, one for each operator and format."""
    chosen = [dtype for dtype in KIND_DTYPES[kind] if dtype in dtypes]
    series: List[List[Case]] = []

    def spread(*name: Any) -> Spread:
        return Spread(f"{seed}/{kind}/" + "/".join(map(str, name)))

    if kind == "collectives":
        for ranks in rank_counts(gpus) if chosen else []:
            for op in COLLECTIVES:
                if op != "send_recv" or ranks == 2:
                    name = spread(op, ranks)
                    series.append(collective_cases(name, chosen[0], op, ranks, len(SIZE_BINS) * min(2, rounds)))
        return series
    for dtype in chosen:
        if kind == "gemm":
            series.append(linear_cases(spread(dtype, "linear"), dtype, len(M_BINS) * 2 * rounds))
            if dtype not in ("fp8", "int8"):
                series.append(bmm_cases(spread(dtype, "bmm"), dtype, len(BMM_SIDE_BINS) * 2 * rounds))
        elif kind == "attention":
            series.append(prefill_cases(spread(dtype, "prefill"), dtype, len(QUERY_BINS) * 2 * rounds))
            series.append(decode_cases(spread(dtype, "decode"), dtype, len(CACHE_BINS) * 2 * rounds))
        elif kind == "elementwise":
            series += [elementwise_cases(spread(dtype, op), dtype, op, len(ROW_BINS) * rounds)
                       for op in ELEMENTWISE_PASSES]
        else:
            series.append(moe_cases(spread(dtype), dtype, len(TOKEN_BINS) * rounds))
    return series


def interleave(series: Sequence[List[Case]]) -> List[Case]:
    """All cases once, taken so that every series has progressed equally far at any moment."""
    placed = [((index + 0.5) / len(cases), number, case)
              for number, cases in enumerate(series) for index, case in enumerate(dict.fromkeys(cases))]
    return list(dict.fromkeys(case for _, _, case in sorted(placed, key=lambda item: item[:2])))


def make_plan(kinds: Sequence[str], dtypes: Sequence[str], seed: int, quick: bool, gpus: int) -> List[Case]:
    rounds = 1 if quick else 4
    return interleave([cases for kind in kinds for cases in plan_kind(kind, dtypes, seed, rounds, gpus)])


# ---- The GPU's name in Orrery's catalogue ----

CATALOGUE_NAMES = {
    "A100-SXM4-80GB": "A100-SXM4-80GB", "A100-SXM4-40GB": "A100-SXM4-40GB", "A100-PCIE-40GB": "A100-PCIE-40GB",
    "A100 80GB PCIE": "A100-PCIE-80GB", "H100 80GB HBM3": "H100-SXM5-80GB", "H200": "H200-SXM-141GB",
    "B200": "B200-SXM-180GB", "GB200": "GB200", "B300": "B300", "B300 SXM6 AC": "B300", "GB300": "GB300", "A40": "A40",
    "L4": "L4", "L40S": "L40S", "RTX 4070": "RTX4070", "RTX 4090": "RTX4090",
    "RTX PRO 6000 BLACKWELL SERVER EDITION": "RTXPRO6000-BSE", "V100-PCIE-32GB": "V100-PCIE-32GB", "T4": "T4",
    "P100-PCIE-16GB": "P100-PCIE-16GB", "P4": "P4", "TITAN X (PASCAL)": "TITAN X Pascal",
    "RTX 2060 SUPER": "RTX 2060S", "INSTINCT MI100": "MI100", "INSTINCT MI210": "MI210", "INSTINCT MI250": "MI250-1GCD",
}


def catalogue_name(device_name: str) -> Optional[str]:
    """Orrery's name of the GPU that the driver calls device_name; None where the catalogue has none."""
    words = [word for word in device_name.upper().split() if word not in ("NVIDIA", "AMD", "TESLA", "GEFORCE")]
    return CATALOGUE_NAMES.get(" ".join(words))


# ---- Timing ----

@dataclass(frozen=True)
class Timing:
    mean_us: float
    std_us: float
    method: str


@dataclass(frozen=True)
class Measurement:
    timing: Timing
    kernel: str = ""
    note: str = ""
    power_w: Optional[float] = None
    power_limit_w: Optional[float] = None

    def row(self) -> Dict[str, str]:
        def optional(value: Optional[float]) -> str:
            return "" if value is None else significant(value, 4)
        return dict(time_us=significant(self.timing.mean_us), time_us_std=significant(self.timing.std_us, 4),
                    method=self.timing.method, kernel=self.kernel, note=self.note,
                    power_w=optional(self.power_w), power_limit_w=optional(self.power_limit_w))


class OutOfMemory(Exception):
    """The shape does not fit after all."""


class Unsupported(Exception):
    """This GPU or this PyTorch cannot run the case."""


class DeviceLost(Exception):
    """The GPU answers nothing any more in this process."""


class Device(Protocol):
    """What the runner needs of a GPU."""

    def memory_limit(self) -> int: ...
    def supports(self, case: Case) -> bool: ...
    def measure(self, case: Case) -> Measurement: ...


def summarize(samples: Sequence[float], method: str) -> Timing:
    """Mean and sample standard deviation (n - 1)."""
    return Timing(statistics.fmean(samples), statistics.stdev(samples) if len(samples) > 1 else 0.0, method)


def fastest(samples: Sequence[float], count: int) -> List[float]:
    return sorted(samples)[:count]


class CudaTimer:
    """Times run(i), which enqueues the i-th call, with events on a stream of its own.

    before() is enqueued ahead of every timed stretch (to evict the cache or to line up the ranks); agree() makes all
    ranks use the same number. A spinning kernel keeps the GPU busy until the timed work is enqueued, so that the time
    the CPU needs for launching a graph is not in it.
    """

    LAUNCHES, STRETCH_US, SPIN_CYCLES = 200, 2000.0, 1_000_000

    def __init__(self, torch: Any, before: Callable[[], None], agree: Callable[[float], float] = lambda x: x) -> None:
        self._torch, self._before, self._agree = torch, before, agree
        self._stream = torch.cuda.Stream()

    def graph(self, run: Callable[[int], Any], hold_s: float = 0.0) -> Timing:
        graph = self._torch.cuda.CUDAGraph()
        with self._on_stream():  # also around the capture: one that fails may leave its stream current
            estimate = self._warm_up(run)
            launches = max(1, min(self.LAUNCHES, round(self.STRETCH_US / estimate)))
            try:
                with self._torch.cuda.graph(graph, stream=self._stream, capture_error_mode="thread_local"):
                    for index in range(launches):
                        run(index)
                graph.replay()  # the first one uploads the graph
                samples = self._stretches(graph.replay, launches, self._repeats(estimate))
                self._hold(graph.replay, hold_s)
            finally:
                graph.reset()
        return summarize(samples, "cudagraph_avg")

    def loop(self, run: Callable[[int], Any]) -> Timing:
        """Back-to-back launches from Python."""
        def launches() -> None:
            for index in range(20):
                run(index)
        with self._on_stream():
            estimate = self._warm_up(run)
            return summarize(self._stretches(launches, 20, self._repeats(20 * estimate)), "eager_loop")

    def single(self, run: Callable[[int], Any], hold_s: float = 0.0) -> Timing:
        """Events around one call on an idle GPU, so the launch is in it; the 5 fastest of 25."""
        samples = []
        with self._on_stream():
            self._warm_up(run)
            for index in range(25):
                self._before()
                self._stream.synchronize()
                samples.append(self._timed(lambda: run(index)))
            self._hold(lambda: run(0), hold_s)
        return summarize(fastest(samples, 5), "cuda_event_1op")

    def _on_stream(self) -> Any:
        self._torch.cuda.synchronize()  # operands were made on the default stream
        return self._torch.cuda.stream(self._stream)

    def _timed(self, work: Callable[[], None]) -> float:
        begin, end = (self._torch.cuda.Event(enable_timing=True) for _ in range(2))
        begin.record()
        work()
        end.record()
        self._stream.synchronize()
        return begin.elapsed_time(end) * 1000.0

    def _spin(self) -> None:
        if hasattr(self._torch.cuda, "_sleep"):
            self._torch.cuda._sleep(self.SPIN_CYCLES)

    def _warm_up(self, run: Callable[[int], Any]) -> float:
        """Loads kernels and raises clocks; returns about how long a call takes in us."""
        took = self._agree(self._timed(lambda: run(0)))
        for index in range(1, 4 if took < 20_000 else 2):
            self._spin()
            took = self._agree(self._timed(lambda: run(index)))
        return max(took, 0.1)

    @staticmethod
    def _repeats(stretch_us: float) -> int:
        return 10 if stretch_us < 50_000 else 6

    def _stretches(self, work: Callable[[], Any], launches: int, repeats: int) -> List[float]:
        """Time of one launch in us, from each of the repeats; all are enqueued before the first is waited for."""
        pairs = []
        for _ in range(repeats):
            pairs.append([self._torch.cuda.Event(enable_timing=True) for _ in range(2)])
            self._before()
            self._spin()
            pairs[-1][0].record()
            work()
            pairs[-1][1].record()
        self._stream.synchronize()
        return [begin.elapsed_time(end) * 1000.0 / launches for begin, end in pairs]

    def _hold(self, work: Callable[[], Any], seconds: float) -> None:
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            for _ in range(5):
                work()
            self._stream.synchronize()


# ---- The GPU through PyTorch ----

@dataclass
class Prepared:
    """A call ready to run. run(i) uses the i-th copy of its cold operands."""
    run: Callable[[int], Any]
    kernel: str
    note: str = ""


class TorchDevice:
    """Builds each case with PyTorch on GPU 0 and times it."""

    WEIGHT_STD = 0.02

    def __init__(self, torch: Any, method: str, cold: bool, seed: int, hold_s: float = 0.0,
                 telemetry: Optional["Telemetry"] = None) -> None:
        self._torch, self._method, self._cold, self._hold_s = torch, method, cold, hold_s
        self._telemetry, self._compiles = telemetry, True
        self._properties = torch.cuda.get_device_properties(0)
        self._l2 = getattr(self._properties, "L2_cache_size", 0) or 64 * MIB
        self._flush = torch.empty(2 * self._l2 if cold else 0, dtype=torch.int8, device="cuda")
        self._evict, self._copies = False, 1
        self._dtypes = {"fp32": torch.float32, "tf32": torch.float32, "fp16": torch.float16, "bf16": torch.bfloat16,
                        "int8": torch.int8, "fp8": getattr(torch, "float8_e4m3fn", None)}
        self._timer = CudaTimer(torch, self._before)
        torch.manual_seed(seed)

    def memory_limit(self) -> int:
        self._torch.cuda.empty_cache()
        free, _ = self._torch.cuda.mem_get_info()
        return int(0.92 * free) - 4 * self._l2  # copies of cold operands: twice the cache each, MoE has two

    def supports(self, case: Case) -> bool:
        if self._torch.version.hip:
            return case.dtype in ("fp32", "fp16", "bf16")
        needs = {"tf32": (8, 0), "bf16": (8, 0), "fp8": (8, 9), "int8": (7, 5)}
        return (self._properties.major, self._properties.minor) >= needs.get(case.dtype, (0, 0))

    def measure(self, case: Case) -> Measurement:
        """Raises OutOfMemory, Unsupported, DeviceLost."""
        try:
            with self._torch.no_grad():
                return self._measure(case)
        except self._torch.cuda.OutOfMemoryError as error:
            raise OutOfMemory(str(error)) from None
        except (RuntimeError, ValueError, AttributeError, TypeError, ImportError) as error:
            raise_interrupt(error)
            self._check_alive()
            raise Unsupported(f"{case.op} {case.dtype}: {first_line(error)}") from None

    def _check_alive(self) -> None:
        try:
            self._torch.cuda.synchronize()
            self._torch.zeros(1, device="cuda").item()
        except RuntimeError as error:
            raise DeviceLost(first_line(error)) from None

    def _measure(self, case: Case) -> Measurement:
        self._evict, self._copies = False, 1
        self._torch.set_float32_matmul_precision("high" if case.dtype == "tf32" else "highest")
        build = {"gemm": self._gemm, "attention": self._attention, "elementwise": self._elementwise, "moe": self._moe}
        prepared = build[case.kind](case)
        begin = time.monotonic()
        timing, fallback = self._time(prepared.run)
        note = "; ".join(part for part in (prepared.note, self._cache_note(), fallback) if part)
        power = limit = None
        if self._telemetry is not None:
            throttled = self._telemetry.slowdowns(begin)
            note += f"; throttled: {throttled}" if throttled else ""
            if self._hold_s > 0:
                power, limit = self._telemetry.power(time.monotonic() - self._hold_s / 2)
        return Measurement(timing, prepared.kernel, note, power, limit)

    def _time(self, run: Callable[[int], Any]) -> Tuple[Timing, str]:
        if self._method == "cuda_event_1op":
            return self._timer.single(run, self._hold_s), ""
        try:
            return self._timer.graph(run, self._hold_s), ""
        except self._torch.cuda.OutOfMemoryError:
            raise
        except RuntimeError as error:
            raise_interrupt(error)
            self._check_alive()
            return self._timer.single(run, self._hold_s), f"no CUDA graph: {first_line(error)}"

    def _before(self) -> None:
        if self._evict:
            self._flush.zero_()

    def _cache_note(self) -> str:
        if self._evict:
            return f"weights and KV cold (L2 evicted, copies in turn: {self._copies})"
        return "L2 as the call before left it"

    # -- operands --

    def _random(self, shape: Sequence[int], dtype: str, std: float = 1.0) -> Any:
        return self._fill(self._torch.empty(tuple(shape), dtype=self._dtypes[dtype], device="cuda"), std)

    def _fill(self, tensor: Any, std: float) -> Any:
        if tensor.dtype == self._torch.int8:
            return tensor.random_(-127, 128)
        if tensor.dtype == self._dtypes["fp8"]:  # its own range is used whole: a scale factor is part of the format
            return tensor.copy_(self._torch.randn(tensor.shape, dtype=self._torch.bfloat16, device="cuda"))
        return tensor.normal_(0.0, std)

    def _cold_copies(self, shape: Sequence[int], dtype: str, std: float) -> List[Any]:
        """As many copies as make twice the L2, one for each launch of a graph at most; every copy 512-byte aligned."""
        count = math.prod(shape)
        size = count * DTYPE_BYTES[dtype]
        copies = max(1, min(CudaTimer.LAUNCHES, math.ceil(2 * self._l2 / size))) if self._cold else 1
        self._evict, self._copies = self._cold, copies
        stride = math.ceil(size / 512) * 512 // DTYPE_BYTES[dtype]
        pool = self._torch.empty(copies * stride, dtype=self._dtypes[dtype], device="cuda")
        parts = [pool[index * stride:index * stride + count].view(tuple(shape)) for index in range(copies)]
        return [self._fill(part, std) for part in parts]

    # -- cases --

    def _gemm(self, case: Gemm) -> Prepared:
        torch, functional = self._torch, self._torch.nn.functional
        std = 1.0 if case.op == "bmm" else self.WEIGHT_STD
        shape = (case.batch, case.m, case.k) if case.op == "bmm" else (case.m, case.k)
        x = self._random(shape, case.dtype)
        weights = self._cold_copies((case.batch, case.k, case.n) if case.op == "bmm" else (case.n, case.k), case.dtype, std)
        count = len(weights)
        if case.op == "bmm":
            return Prepared(lambda i: torch.bmm(x, weights[i % count]), "torch_bmm", "both row-major")
        if case.dtype == "int8":
            return Prepared(lambda i: torch._int_mm(x, weights[i % count].t()), "torch_int_mm", "int32 output")
        if case.dtype == "fp8":
            one = torch.ones((), dtype=torch.float32, device="cuda")
            return Prepared(lambda i: torch._scaled_mm(x, weights[i % count].t(), scale_a=one, scale_b=one,
                                                       out_dtype=torch.bfloat16, use_fast_accum=True),
                            "torch_scaled_mm", "e4m3, a scale a tensor, fast accumulation, bf16 output")
        return Prepared(lambda i: functional.linear(x, weights[i % count]), "torch_linear")

    def _attention(self, case: Attention) -> Prepared:
        """Token-major operands, as projections leave them. The first backend that takes the case runs it."""
        from torch.nn.attention import SDPBackend, sdpa_kernel
        from torch.nn.attention.bias import causal_lower_right
        attend = self._torch.nn.functional.scaled_dot_product_attention
        query = self._random((case.batch, case.seq_q, case.heads, case.head_dim), case.dtype).transpose(1, 2)
        cache_shape = (2, case.batch, case.seq_kv, case.kv_heads, case.head_dim)
        caches = [pair.transpose(2, 3) for pair in self._cold_copies(cache_shape, case.dtype, 1.0)]
        options: Dict[str, Any] = {"enable_gqa": True} if case.heads != case.kv_heads else {}
        if case.seq_q == case.seq_kv:
            options["is_causal"] = True
        elif case.seq_q > 1:  # is_causal alone would align the mask with the first key
            options["attn_mask"] = causal_lower_right(case.seq_q, case.seq_kv)

        def run_with(backend: Any) -> Callable[[int], Any]:
            def run(index: int) -> Any:
                cache = caches[index % len(caches)]
                with sdpa_kernel([backend]):
                    return attend(query, cache[0], cache[1], **options)
            return run

        return self._first_that_runs([
            (run_with(SDPBackend.FLASH_ATTENTION), "torch_sdpa_flash"),
            (run_with(SDPBackend.EFFICIENT_ATTENTION), "torch_sdpa_efficient"),
            (run_with(SDPBackend.MATH), "torch_sdpa_math")])

    def _first_that_runs(self, choices: Sequence[Tuple[Callable[[int], Any], str]]) -> Prepared:
        for run, kernel in choices[:-1]:
            try:
                run(0)
                self._torch.cuda.synchronize()
                return Prepared(run, kernel)
            except self._torch.cuda.OutOfMemoryError:
                raise
            except (RuntimeError, AttributeError):
                self._check_alive()
        return Prepared(*choices[-1])

    def _elementwise(self, case: Elementwise) -> Prepared:
        if case.op == "embedding_gather":
            return self._embedding(case)
        torch, functional, cols = self._torch, self._torch.nn.functional, case.cols
        width = 2 * cols if case.op == "silu_and_mul" else cols
        x = self._random((case.rows, width), case.dtype)
        gain, bias = (self._random((cols,), case.dtype) for _ in range(2))
        other = self._random((case.rows, cols), case.dtype) if case.op == "add" else x
        cos, sin = (self._random((case.rows, 1, ROPE_HEAD // 2), case.dtype) for _ in range(2))
        single: Dict[str, Callable[[], Any]] = {
            "layernorm": lambda: functional.layer_norm(x, (cols,), gain, bias),
            "softmax": lambda: torch.softmax(x, -1),
            "gelu": lambda: functional.gelu(x),
            "relu": lambda: torch.relu(x),
            "add": lambda: torch.add(x, other),
        }
        if case.op in single:
            call = single[case.op]
            return Prepared(lambda i: call(), f"torch_{case.op}", "one kernel")
        several: Dict[str, Tuple[Callable[..., Any], Tuple[Any, ...]]] = {
            "rmsnorm": (lambda a, g: functional.rms_norm(a, (a.shape[-1],), g, 1e-6), (x, gain)),
            "silu_and_mul": (lambda a: functional.silu(a[:, :cols]) * a[:, cols:], (x,)),
            "rope": (lambda a, c, s: rotate(torch, a, c, s), (x, cos, sin)),
        }
        function, arguments = several[case.op]
        call, note = self._fused(function, arguments)
        return Prepared(lambda i: call(*arguments), f"torch_{case.op}", note)

    def _fused(self, function: Callable[..., Any], arguments: Sequence[Any]) -> Tuple[Callable[..., Any], str]:
        """One kernel by torch.compile, where it works here; else PyTorch's kernels one after the other."""
        torch = self._torch
        if self._compiles:
            try:
                torch._dynamo.reset()  # a compilation for each shape, never the limit of recompilations
                compiled = torch.compile(function, dynamic=False, fullgraph=True)
                compiled(*arguments)
                torch.cuda.synchronize()
                return compiled, "fused by torch.compile"
            except torch.cuda.OutOfMemoryError:
                raise
            except Exception as error:  # whatever a compiler can fail with
                self._check_alive()
                self._compiles = False
                print(f"\ntorch.compile does not work here ({first_line(error)}): rmsnorm, silu_and_mul and rope run as "
                      "several kernels, their note says so", file=sys.stderr)
        return function, "eager: several kernels"

    def _embedding(self, case: Elementwise) -> Prepared:
        torch, functional = self._torch, self._torch.nn.functional
        tables = self._cold_copies((VOCABULARY, case.cols), case.dtype, self.WEIGHT_STD)
        tokens = torch.randint(0, VOCABULARY, (CudaTimer.LAUNCHES, case.rows), device="cuda")
        return Prepared(lambda i: functional.embedding(tokens[i % CudaTimer.LAUNCHES], tables[i % len(tables)]),
                        "torch_embedding", f"{VOCABULARY} rows in the table, random indices")

    def _moe(self, case: Moe) -> Prepared:
        torch, inter = self._torch, case.inter
        counts, order = route(case)
        ends = torch.tensor(list(running_sum(counts)), dtype=torch.int32, device="cuda")
        source = torch.tensor(order, dtype=torch.int64, device="cuda")
        x = self._random((case.tokens, case.hidden), case.dtype)
        share = torch.rand((len(order), 1), dtype=x.dtype, device="cuda")
        ups = self._cold_copies((case.experts, 2 * inter, case.hidden), case.dtype, self.WEIGHT_STD)
        downs = self._cold_copies((case.experts, case.hidden, inter), case.dtype, self.WEIGHT_STD)

        def grouped(rows: Any, weight: Any) -> Any:
            return torch._grouped_mm(rows, weight.transpose(-2, -1), offs=ends)

        def looped(rows: Any, weight: Any) -> Any:
            parts = zip(rows.split(counts), weight)
            return torch.cat([part @ matrix.t() for part, matrix in parts if part.shape[0]])

        def block(multiply: Callable[[Any, Any], Any]) -> Callable[[int], Any]:
            def run(index: int) -> Any:
                hidden = multiply(x.index_select(0, source), ups[index % len(ups)])
                active = torch.nn.functional.silu(hidden[:, :inter]) * hidden[:, inter:]
                result = multiply(active, downs[index % len(downs)]) * share
                return torch.zeros_like(x).index_add_(0, source, result)
            return run

        return self._first_that_runs([(block(grouped), "torch_grouped_mm"), (block(looped), "torch_loop_over_experts")])


def rotate(torch: Any, x: Any, cos: Any, sin: Any) -> Any:
    """Rotary embedding of heads of 128: halves are rotated against each other."""
    low, high = x.view(x.shape[0], -1, 2, ROPE_HEAD // 2).unbind(2)
    return torch.stack((low * cos - high * sin, high * cos + low * sin), 2)


def running_sum(counts: Iterable[int]) -> Iterable[int]:
    total = 0
    for count in counts:
        total += count
        yield total


def route(case: Moe) -> Tuple[List[int], List[int]]:
    """Tokens of each expert, and the token behind each row once rows are sorted by expert.

    balanced: experts in turn. zipf_1.2: the chance of the r-th expert falls as r^-1.2; a token's experts differ.
    """
    generator = random.Random(f"{case.tokens}/{case.experts}/{case.topk}")
    weights = [1.0 if case.distribution == "balanced" else (rank + 1) ** -1.2 for rank in range(case.experts)]
    buckets: List[List[int]] = [[] for _ in range(case.experts)]
    for token in range(case.tokens):
        if case.distribution == "balanced":
            chosen = [(token * case.topk + slot) % case.experts for slot in range(case.topk)]
        else:  # the top k of weighted random keys are k draws without replacement
            keys = [math.log(1.0 - generator.random()) / weight for weight in weights]
            chosen = sorted(range(case.experts), key=keys.__getitem__)[-case.topk:]
        for expert in chosen:
            buckets[expert].append(token)
    return [len(bucket) for bucket in buckets], [token for bucket in buckets for token in bucket]


def raise_interrupt(error: Optional[BaseException]) -> None:
    """Ctrl-C during a capture makes ending the capture fail: the error that arrives has the interrupt behind it."""
    while error is not None:
        if isinstance(error, KeyboardInterrupt):
            raise KeyboardInterrupt
        error = error.__context__


def first_line(error: BaseException) -> str:
    lines = str(error).strip().splitlines()
    return (lines[0] if lines else type(error).__name__)[:160]


# ---- Clocks, power, temperature ----

@dataclass(frozen=True)
class Sample:
    at: float
    power_w: Optional[float]
    limit_w: Optional[float]
    reasons: int


class Telemetry:
    """nvidia-smi in the background, five samples a second, all of them in telemetry.csv."""

    FIELDS = ("timestamp", "power.draw", "power.limit", "clocks.sm", "clocks.mem", "temperature.gpu")
    REASONS = ("clocks_event_reasons.active", "clocks_throttle_reasons.active")  # new and old name
    SLOWDOWNS = {0x8: "hw_slowdown", 0x20: "sw_thermal", 0x40: "hw_thermal", 0x80: "hw_power_brake"}

    def __init__(self, command: Sequence[str], path: Path) -> None:
        self._samples: deque = deque(maxlen=5000)
        self._process = subprocess.Popen([*command, "-lms", "200"], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
                                         text=True, start_new_session=True)  # Ctrl-C is not for it
        threading.Thread(target=self._read, args=(path,), daemon=True).start()

    @classmethod
    def start(cls, gpu: str, path: Path) -> Optional["Telemetry"]:
        """None where nvidia-smi does not work."""
        for reasons in cls.REASONS:
            command = ["nvidia-smi", "-i", gpu, "--query-gpu=" + ",".join((*cls.FIELDS, reasons)),
                       "--format=csv,noheader,nounits"]
            try:
                if subprocess.run(command, capture_output=True, timeout=20).returncode == 0:
                    return cls(command, path)
            except (OSError, subprocess.TimeoutExpired):
                return None
        return None

    @staticmethod
    def parse(line: str, at: float) -> Optional[Sample]:
        def number(text: str) -> Optional[float]:
            try:
                return float(text)
            except ValueError:
                return None  # "[N/A]"
        values = [value.strip() for value in line.split(",")]
        if len(values) != 7:
            return None
        reasons = int(values[6], 16) if values[6].lower().startswith("0x") else 0
        return Sample(at, number(values[1]), number(values[2]), reasons)

    def _read(self, path: Path) -> None:
        with open(path, "a", encoding="utf-8") as file:
            if file.tell() == 0:
                file.write("time,power_w,power_limit_w,sm_mhz,memory_mhz,temperature_c,throttle_reasons\n")
            for line in self._process.stdout or ():
                file.write(",".join(value.strip() for value in line.split(",")) + "\n")
                file.flush()
                sample = self.parse(line, time.monotonic())
                if sample is not None:
                    self._samples.append(sample)

    def power(self, since: float) -> Tuple[Optional[float], Optional[float]]:
        """Mean power and the limit; nothing where there are fewer than three samples."""
        recent = [sample for sample in list(self._samples) if sample.at >= since and sample.power_w is not None]
        return (statistics.fmean(s.power_w for s in recent), recent[-1].limit_w) if len(recent) >= 3 else (None, None)

    def slowdowns(self, since: float) -> str:
        active = {name for sample in list(self._samples) if sample.at >= since
                  for bit, name in self.SLOWDOWNS.items() if sample.reasons & bit}
        return " ".join(sorted(active))

    def stop(self) -> None:
        self._process.terminate()


# ---- The run ----

class Progress:
    """Percent, rate and remaining time: in place on a terminal, else a line every ten seconds."""

    def __init__(self, total: int, stream: TextIO, clock: Callable[[], float], budget_s: Optional[float]) -> None:
        self._total, self._stream, self._clock, self._budget_s = total, stream, clock, budget_s
        self._begin, self._shown, self._terminal = clock(), -math.inf, stream.isatty()

    def show(self, finished: int, current: str) -> None:
        now = self._clock()
        if now - self._shown < (0.2 if self._terminal else 10.0):
            return
        self._shown = now
        text = self.line(finished, current, now - self._begin)
        self._stream.write(f"\r\x1b[K{text[:118]}" if self._terminal else text + "\n")
        self._stream.flush()

    def line(self, finished: int, current: str, elapsed: float) -> str:
        share = 100.0 * finished / self._total if self._total else 100.0
        text = f"{finished}/{self._total} shapes {share:.1f} %"
        if finished and elapsed > 0:
            left = (self._total - finished) * elapsed / finished
            if self._budget_s is not None:
                left = min(left, max(0.0, self._budget_s - elapsed))
            text += f", {finished / elapsed:.1f}/s, {duration(left)} left"
        return f"{text}: {current}"

    def end(self) -> None:
        if self._terminal:
            self._stream.write("\r\x1b[K")


def duration(seconds: float) -> str:
    seconds = round(seconds)
    return f"{seconds} s" if seconds < 120 else f"{seconds // 60} min" if seconds < 7200 else f"{seconds / 3600:.1f} h"


@dataclass
class Outcome:
    counts: Counter = field(default_factory=Counter)
    reasons: Counter = field(default_factory=Counter)
    code: int = 0
    message: str = ""

    def text(self) -> str:
        parts = [f"{number} {what}" for what, number in self.counts.items() if number]
        return ", ".join(parts) or "nothing to do"


class Runner:
    """Measures what the tables do not have yet, until the plan or the time is at its end."""

    def __init__(self, device: Device, tables: Mapping[str, CsvTable], common: Mapping[str, str],
                 clock: Callable[[], float] = time.monotonic, stream: TextIO = sys.stderr,
                 budget_s: Optional[float] = None, most: float = math.inf) -> None:
        self._device, self._tables, self._common, self._most = device, tables, common, most
        self._clock, self._stream, self._budget_s = clock, stream, budget_s

    def run(self, plan: Sequence[Case]) -> Outcome:
        outcome = Outcome()
        todo = [case for case in plan if not self._tables[case.kind].has(text_row(case))]
        outcome.counts["already there"] = len(plan) - len(todo)
        progress, begin = Progress(len(todo), self._stream, self._clock, self._budget_s), self._clock()
        try:
            for number, case in enumerate(todo):
                if self._budget_s is not None and self._clock() - begin >= self._budget_s:
                    outcome.counts["left when the time was over"] = len(todo) - number
                    break
                progress.show(number, describe(case))
                self._one(case, outcome)
        except KeyboardInterrupt:
            outcome.code, outcome.message = INTERRUPTED, "Interrupted: all rows are kept; the same command continues."
        except DeviceLost as error:
            outcome.code = 1
            outcome.message = f"The GPU stopped answering ({error}); all rows are kept, the same command continues."
        finally:
            progress.end()
        return outcome

    def _one(self, case: Case, outcome: Outcome) -> None:
        if not self._device.supports(case):
            outcome.counts["skipped: format not on this GPU"] += 1
            return
        if case.memory() > min(self._most, self._device.memory_limit()):
            outcome.counts["skipped: too big for the memory"] += 1
            return
        try:
            measured = self._device.measure(case)
        except OutOfMemory:
            outcome.counts["skipped: out of memory"] += 1
        except Unsupported as error:
            outcome.counts["skipped: not possible here"] += 1
            outcome.reasons[str(error)] += 1
        else:
            self._tables[case.kind].write({**self._common, **text_row(case), **measured.row()})
            outcome.counts["measured"] += 1


# ---- Collectives: one process for each GPU ----

class CollectiveDevice:
    """The same questions as for one GPU, asked of all ranks together; every rank must ask them in the same order."""

    def __init__(self, torch: Any, rank: int, ranks: int, method: str) -> None:
        self._torch, self._dist, self._rank, self._ranks, self._method = torch, torch.distributed, rank, ranks, method
        self._token = torch.zeros(1, device="cuda")
        self._dtypes = {"fp32": torch.float32, "fp16": torch.float16, "bf16": torch.bfloat16}
        self._timer = CudaTimer(torch, lambda: self._dist.all_reduce(self._token), self.largest)

    def largest(self, value: float) -> float:
        number = self._torch.tensor([value], dtype=self._torch.float64, device="cuda")
        self._dist.all_reduce(number, self._dist.ReduceOp.MAX)
        return float(number.item())

    def memory_limit(self) -> int:
        free, _ = self._torch.cuda.mem_get_info()
        return int(-self.largest(-0.8 * free))

    def supports(self, case: Case) -> bool:
        return True

    def measure(self, case: Case) -> Measurement:
        """The time of the slowest rank. A failed capture leaves the communicator broken, so nothing is tried twice."""
        assert isinstance(case, Collective)
        call = self._call(case)
        with self._torch.no_grad():
            timing = self._timer.graph(lambda i: call()) if self._method == "cudagraph_avg" else self._timer.loop(
                lambda i: call())
        slowest = self.largest(timing.mean_us)
        std = self.largest(timing.std_us if timing.mean_us == slowest else 0.0)
        return Measurement(Timing(slowest, std, timing.method))

    def _call(self, case: Collective) -> Callable[[], Any]:
        dist, dtype = self._dist, self._dtypes[case.dtype]
        count = case.size // DTYPE_BYTES[case.dtype]
        whole = self._torch.randn(count, device="cuda", dtype=self._torch.float32).to(dtype)
        part = whole[:count // self._ranks].clone()
        if case.op == "all_to_all":
            other = self._torch.empty_like(whole)
            return lambda: dist.all_to_all_single(other, whole)
        if case.op == "send_recv":
            return (lambda: dist.send(whole, 1)) if self._rank == 0 else (lambda: dist.recv(whole, 0))
        return {
            "all_reduce": lambda: dist.all_reduce(whole),
            "all_gather": lambda: dist.all_gather_into_tensor(whole, part),
            "reduce_scatter": lambda: dist.reduce_scatter_tensor(part, whole),
            "broadcast": lambda: dist.broadcast(whole, 0),
        }[case.op]


@dataclass(frozen=True)
class World:
    """What a worker process must know."""
    ranks: int
    port: int
    method: str
    plan: Tuple[Case, ...]
    out: str
    common: Dict[str, str]
    budget_s: Optional[float]
    finished: int
    total: int


def worker(rank: int, world: World, stop: Any) -> None:
    """One rank. Rank 0 writes rows and decides when all of them stop."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the parent tells, through stop
    import torch
    import torch.distributed as dist
    torch.cuda.set_device(rank)
    os.environ.update(MASTER_ADDR="127.0.0.1", MASTER_PORT=str(world.port))
    dist.init_process_group("nccl", rank=rank, world_size=world.ranks)
    device = CollectiveDevice(torch, rank, world.ranks, world.method)
    table = open_table(Path(world.out), "collectives") if rank == 0 else None
    progress = Progress(world.total, sys.stderr, time.monotonic, world.budget_s)
    begin = time.monotonic()
    for number, case in enumerate(world.plan):
        over = world.budget_s is not None and time.monotonic() - begin >= world.budget_s
        if device.largest(float(rank == 0 and (over or stop.is_set()))) > 0:
            break
        if rank == 0:
            progress.show(world.finished + number, f"{describe(case)}")
        if case.memory() > device.memory_limit():
            continue
        measured = device.measure(case)
        if table is not None:
            table.write({**world.common, **text_row(case), **measured.row()})
    if table is not None:
        progress.end()
        table.close()
    dist.destroy_process_group()


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def run_world(world: World, stop: Any) -> bool:
    """All ranks of one world, to their end; False where a rank failed. Ctrl-C is told to the ranks."""
    import torch.multiprocessing as processes
    handler = signal.signal(signal.SIGINT, signal.SIG_IGN)  # inherited: Ctrl-C must not end ranks while they start
    context = processes.spawn(worker, args=(world, stop), nprocs=world.ranks, join=False)
    signal.signal(signal.SIGINT, handler)
    while True:
        try:
            if context.join(timeout=0.5):
                return True
        except KeyboardInterrupt:
            if stop.is_set():  # a second time: do not wait for them
                for process in context.processes:
                    process.terminate()
                raise
            stop.set()
        except Exception as error:  # a rank ended with an error; join has ended the others
            print(f"\n{world.ranks} ranks: {str(error).strip().splitlines()[-1][:300]}", file=sys.stderr)
            return False


def run_collectives(plan: Sequence[Case], out: Path, common: Dict[str, str], method: str,
                    seconds: Optional[float]) -> Outcome:
    """Worlds of 2, 4, ... ranks one after the other; where graphs of collectives fail, the rest runs as eager_loop."""
    import torch.multiprocessing as processes
    stop, outcome = processes.get_context("spawn").Event(), Outcome()
    method = "cudagraph_avg" if method == "cudagraph_avg" else "eager_loop"
    worlds = sorted({case.ranks for case in plan if isinstance(case, Collective)})
    begin, before = time.monotonic(), len(open_table(out, "collectives").done)
    for index, ranks in enumerate(worlds):
        for attempt in dict.fromkeys((method, "eager_loop")):
            table = open_table(out, "collectives")
            todo = tuple(c for c in plan if isinstance(c, Collective) and c.ranks == ranks and not table.has(text_row(c)))
            left = None if seconds is None else max(1.0, seconds - (time.monotonic() - begin)) / (len(worlds) - index)
            world = World(ranks, free_port(), attempt, todo, str(out), common, left, 0, len(todo))
            try:
                if not todo or run_world(world, stop):
                    break
            except KeyboardInterrupt:
                pass
            if stop.is_set():
                break
            method = "eager_loop"
        else:
            outcome.code, outcome.message = 1, f"Collectives of {ranks} ranks do not work here."
        if stop.is_set():
            outcome.code, outcome.message = INTERRUPTED, "Interrupted: all rows are kept; the same command continues."
            break
    outcome.counts["measured"] = len(open_table(out, "collectives").done) - before
    return outcome


# ---- Header ----

def open_table(out: Path, kind: str) -> CsvTable:
    return CsvTable(out / f"{kind}.csv", COLUMNS[kind], KEY[kind])


def cublas_version() -> str:
    for major in (13, 12, 11):
        try:
            library = ctypes.CDLL(f"libcublasLt.so.{major}")
            library.cublasLtGetVersion.restype = ctypes.c_size_t
            return str(library.cublasLtGetVersion())
        except (OSError, AttributeError):
            continue
    for package in ("nvidia-cublas", "nvidia-cublas-cu12", "nvidia-cublas-cu11"):
        try:
            return importlib.metadata.version(package)
        except importlib.metadata.PackageNotFoundError:
            continue
    return ""


def nccl_version(torch: Any) -> str:
    try:
        return ".".join(map(str, torch.cuda.nccl.version()))
    except (AttributeError, RuntimeError, ImportError):
        return ""


def query_smi(gpu: str) -> Dict[str, str]:
    names = ("driver_version", "pstate", "clocks.sm", "clocks.mem", "clocks.max.sm", "clocks.max.mem", "power.limit",
             "temperature.gpu", "persistence_mode", "ecc.mode.current")
    try:
        answer = subprocess.run(["nvidia-smi", "-i", gpu, "--query-gpu=" + ",".join(names), "--format=csv,noheader"],
                                capture_output=True, text=True, timeout=20)
    except (OSError, subprocess.TimeoutExpired):
        return {}
    if answer.returncode != 0:
        return {}
    return dict(zip(names, (value.strip() for value in answer.stdout.strip().split(","))))


def smi_id(properties: Any) -> str:
    uuid = str(getattr(properties, "uuid", ""))
    return uuid if uuid.startswith("GPU-") else f"GPU-{uuid}" if uuid else "0"


def versions(torch: Any, gpu: str) -> Dict[str, Any]:
    cudnn = torch.backends.cudnn.version() if torch.backends.cudnn.is_available() else None
    return {"torch": torch.__version__, "cuda": torch.version.cuda, "hip": torch.version.hip, "cublas": cublas_version(),
            "cudnn": cudnn, "nccl": nccl_version(torch), "python": platform.python_version(),
            "system": platform.platform(), "nvidia_smi": query_smi(gpu)}


class Header:
    """measure_gpu.json: what all rows of the folder have in common, and what each run used."""

    def __init__(self, path: Path, fixed: Mapping[str, Any]) -> None:
        self._path = path
        self._data: Dict[str, Any] = {**fixed, "runs": []}
        if path.exists():
            try:
                self._data = json.loads(path.read_text(encoding="utf-8"))
            except ValueError:
                raise UserError(f"{path} is not a header of this program; choose another --out") from None
        for name, value in fixed.items():
            if self._data.get(name) != value:
                raise UserError(f"{path.parent} holds measurements with {name} {self._data.get(name)!r}, this would be "
                                f"{value!r}; choose another --out")

    def add(self, run: Dict[str, Any]) -> None:
        self._data["runs"].append(run)
        self.save()

    def save(self) -> None:
        partial = self._path.with_suffix(".tmp")
        partial.write_text(json.dumps(self._data, indent=2) + "\n", encoding="utf-8")
        partial.replace(self._path)


def now() -> str:
    return datetime.datetime.now(datetime.timezone.utc).isoformat(timespec="seconds")


# ---- Command line ----

def choices(known: Sequence[str], what: str) -> Callable[[str], List[str]]:
    """A comma-separated list of known names; an unknown one is answered with the nearest."""
    def parse(text: str) -> List[str]:
        names = [name.strip() for name in text.split(",") if name.strip()]
        for name in names:
            if name not in known:
                near = difflib.get_close_matches(name, known, 1, 0.4)
                hint = f"; did you mean {near[0]}?" if near else ""
                raise argparse.ArgumentTypeError(f"unknown {what} '{name}'{hint} (known: {', '.join(known)})")
        if not names:
            raise argparse.ArgumentTypeError(f"no {what} given (known: {', '.join(known)})")
        return [name for name in known if name in names]
    return parse


def positive(text: str) -> float:
    try:
        value = float(text)
    except ValueError:
        value = -1.0
    if not 0 < value < math.inf:
        raise argparse.ArgumentTypeError(f"'{text}' is not a number above zero")
    return value


def parser() -> argparse.ArgumentParser:
    result = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0],
                                     epilog="See the top of this file for examples.")
    add = result.add_argument
    add("--out", type=Path, help="folder for the CSV files (default: measured-GPU); an existing one is continued")
    add("--kinds", type=choices(KINDS, "kind"), default=list(KINDS), help="of " + ", ".join(KINDS) + " (default: all)")
    add("--dtypes", type=choices(list(DTYPE_BYTES), "format"), default=list(DTYPE_BYTES),
        help="of " + ", ".join(DTYPE_BYTES) + " (default: all that the GPU has)")
    add("--budget", type=positive, metavar="MINUTES", help="begin no new shape after this time")
    add("--quick", action="store_true", help="a quarter of the shapes; every power of two still occurs")
    add("--seed", type=int, default=1, help="of the shapes and the data (default: 1)")
    add("--method", type=lambda text: choices(METHODS, "method")(text)[0], default=METHODS[0],
        help="cudagraph_avg (default) or cuda_event_1op")
    add("--l2", choices=("cold", "hot"), default="cold", help="weights and caches: from memory (default), or left in L2")
    add("--power", type=positive, metavar="SECONDS", help="repeat each GEMM and attention this long to record its power")
    add("--gpu-name", help="name for the gpu column (default: from the driver's name)")
    add("--gpus", type=int, help="GPUs for the collectives (default: all; 8 in a dry run)")
    add("--topology", default="one node", help="text for the topology column (default: one node)")
    add("--dry-run", action="store_true", help="show the plan and measure nothing; with --out, as KIND.plan.csv")
    add("--memory-gib", type=positive, help="skip what needs more memory than this")
    add("--list", action="store_true", help="list kinds, operators and formats")
    return result


def show_list(stream: TextIO) -> None:
    ops = {"gemm": ("linear", "bmm"), "attention": ("attn_prefill", "attn_decode"), "moe": (Moe.op,),
           "elementwise": tuple(ELEMENTWISE_PASSES), "collectives": COLLECTIVES}
    for kind in KINDS:
        for what, names in (("operators", ops[kind]), ("formats", KIND_DTYPES[kind]), ("columns", COLUMNS[kind])):
            stream.write(f"{kind:12}{what:11}{', '.join(names)}\n")


def dry_run(options: argparse.Namespace, plan: Sequence[Case], stream: TextIO) -> int:
    """The plan with the memory of each shape: on the screen, or as files where --out is given."""
    limit = options.memory_gib * GIB if options.memory_gib else math.inf
    tables: Dict[str, CsvTable] = {}
    counts: Counter = Counter()
    for case in plan:
        fits = case.memory() <= limit
        counts[(case.kind, case.dtype, fits)] += 1
        extra = {"memory_bytes": str(case.memory()), "fits": str(int(fits)), "gpu": options.gpu_name or ""}
        if options.out is None:
            print(f"{case.kind:12}{describe(case):58}{case.memory() / GIB:9.3f} GiB{'' if fits else '  skipped'}")
            continue
        if case.kind not in tables:
            options.out.mkdir(parents=True, exist_ok=True)
            path = options.out / f"{case.kind}.plan.csv"
            path.unlink(missing_ok=True)
            tables[case.kind] = CsvTable(path, (*COLUMNS[case.kind], "memory_bytes", "fits"), KEY[case.kind])
        tables[case.kind].write({**text_row(case), **extra})
    for table in tables.values():
        table.close()
    for kind, dtype in dict.fromkeys((kind, dtype) for kind, dtype, _ in counts):
        skipped = counts[(kind, dtype, False)]
        stream.write(f"{kind:12}{dtype:5}{counts[(kind, dtype, True)]:6} shapes" +
                     (f", {skipped} more need over {options.memory_gib:g} GiB" if skipped else "") + "\n")
    stream.write(f"{len(plan)} shapes; nothing was measured\n")
    return 0


def import_torch() -> Any:
    try:
        import torch
    except ImportError:
        raise UserError("PyTorch is missing: install it (https://pytorch.org), or look at the plan with --dry-run") from None
    if tuple(int(part) for part in torch.__version__.split("+")[0].split(".")[:2]) < (2, 5):
        raise UserError(f"PyTorch {torch.__version__} is too old: 2.5 or newer is needed")
    if not torch.cuda.is_available():
        raise UserError("PyTorch sees no GPU here; --dry-run shows the plan without one")
    return torch


def gpu_column(options: argparse.Namespace, raw: str) -> str:
    name = options.gpu_name or catalogue_name(raw)
    if name is None:
        print(f"Orrery's catalogue has no GPU that the driver calls '{raw}': the column gpu says just that; "
              "--gpu-name NAME sets another", file=sys.stderr)
    return name or raw


def report(outcome: Outcome, what: str) -> int:
    print(f"{what}: {outcome.text()}", file=sys.stderr)
    for reason, number in outcome.reasons.most_common(5):
        print(f"  {number} x {reason}", file=sys.stderr)
    if outcome.message:
        print(outcome.message, file=sys.stderr)
    return outcome.code


def measure(options: argparse.Namespace) -> int:
    torch = import_torch()
    properties = torch.cuda.get_device_properties(0)
    gpu, gpus = gpu_column(options, properties.name), min(options.gpus or 64, torch.cuda.device_count())
    out = options.out or Path("measured-" + "".join(c if c.isalnum() or c in "-._" else "-" for c in gpu))
    out.mkdir(parents=True, exist_ok=True)
    header = Header(out / HEADER_FILE, {"gpu": gpu, "method": options.method, "l2": options.l2})
    smi = smi_id(properties)
    run: Dict[str, Any] = {
        "begin": now(), "program": VERSION, "device": properties.name, "gpus": gpus, "seed": options.seed,
        "quick": options.quick, "kinds": options.kinds, "dtypes": options.dtypes,
        "compute_capability": f"{properties.major}.{properties.minor}", "sm_count": properties.multi_processor_count,
        "memory_bytes": properties.total_memory, "l2_bytes": getattr(properties, "L2_cache_size", None),
        "versions": versions(torch, smi)}
    header.add(run)
    plan = make_plan(options.kinds, options.dtypes, options.seed, options.quick, gpus)
    common = {"source_repo": "local", "source_file": HEADER_FILE, "gpu": gpu, "topology": options.topology}
    code = measure_plan(torch, options, plan, out, common, smi, run)
    run["end"] = now()
    header.save()
    print(f"Results: {out}", file=sys.stderr)
    return code


def measure_plan(torch: Any, options: argparse.Namespace, plan: Sequence[Case], out: Path, common: Dict[str, str],
                 smi: str, run: Dict[str, Any]) -> int:
    """Everything on one GPU, then the collectives, which get a quarter of the time."""
    single = [case for case in plan if case.kind != "collectives"]
    together = [case for case in plan if case.kind == "collectives"]
    seconds = options.budget * 60 if options.budget else None
    share = 0.75 if single and together else 1.0
    code = 0
    if single:
        telemetry = None if torch.version.hip else Telemetry.start(smi, out / "telemetry.csv")
        device = TorchDevice(torch, options.method, options.l2 == "cold", options.seed, options.power or 0.0, telemetry)
        limit = options.memory_gib * GIB if options.memory_gib else math.inf
        tables = {kind: open_table(out, kind) for kind in options.kinds}
        outcome = Runner(device, tables, common, budget_s=seconds * share if seconds else None, most=limit).run(single)
        if telemetry is not None:
            telemetry.stop()
        run["operators"] = {**outcome.counts, "reasons": dict(outcome.reasons)}
        code = report(outcome, "One GPU")
        del device
        torch.cuda.empty_cache()
    if together and code == 0:
        left = None if seconds is None else seconds * (1 - share if single else 1.0)
        outcome = run_collectives(together, out, common, options.method, left)
        run["collectives"] = dict(outcome.counts)
        code = report(outcome, "Collectives")
    return code


def main(arguments: Optional[Sequence[str]] = None) -> int:
    options = parser().parse_args(arguments)
    try:
        if options.list:
            show_list(sys.stdout)
            return 0
        if options.dry_run:
            plan = make_plan(options.kinds, options.dtypes, options.seed, options.quick, options.gpus or 8)
            return dry_run(options, plan, sys.stderr)
        return measure(options)
    except UserError as error:
        print(f"measure_gpu: {error}", file=sys.stderr)
        return 2
    except KeyboardInterrupt:
        return INTERRUPTED
    except BrokenPipeError:  # the reader of a long plan has seen enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0


if __name__ == "__main__":
    sys.exit(main())
