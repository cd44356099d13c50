"""Tests of measure_gpu.py without a GPU and without PyTorch: /usr/bin/python3 -m unittest discover tools"""

from __future__ import annotations

import contextlib
import csv
import io
import math
import subprocess
import sys
import tempfile
import unittest
from pathlib import Path
from typing import Any, Callable, Dict, List, Optional, Sequence

sys.path.insert(0, str(Path(__file__).parent))
import measure_gpu as mg  # noqa: E402

SCRIPT = Path(__file__).with_name("measure_gpu.py")

SCHEMA = {
    "gemm": "source_repo,source_file,gpu,dtype,op,model,tp_degree,batch,m,n,k,time_us,time_us_std,power_w,power_limit_w,"
            "method,kernel,kernels_in_time,suspect,note",
    "attention": "source_repo,source_file,gpu,dtype,kv_dtype,op,model,tp_degree,batch,heads,kv_heads,head_dim,seq_q,"
                 "seq_kv,causal,page,time_us,time_us_std,power_w,power_limit_w,method,kernel,suspect,note",
    "elementwise": "source_repo,source_file,gpu,dtype,op,layer_op,model,tp_degree,rows,cols,bytes_rw,time_us,"
                   "time_us_std,method,note",
    "collectives": "source_repo,source_file,gpu,topology,dtype,op,ranks,ranks_per_node,nodes,bytes,time_us,time_us_std,"
                   "method",
    "moe": "source_repo,source_file,gpu,dtype,op,tokens,hidden,inter,topk,experts,moe_tp,moe_ep,distribution,time_us,"
           "method,kernel",
}


class FakeDevice:
    """Answers at once and moves a fake clock by one second a shape."""

    def __init__(self, memory: float = math.inf, on_case: Optional[Callable[[int], None]] = None,
                 formats: Sequence[str] = tuple(mg.DTYPE_BYTES)) -> None:
        self.memory, self.on_case, self.formats = memory, on_case, formats
        self.measured: List[mg.Case] = []
        self.now = 0.0

    def memory_limit(self) -> float:
        return self.memory

    def supports(self, case: mg.Case) -> bool:
        return case.dtype in self.formats

    def measure(self, case: mg.Case) -> mg.Measurement:
        if self.on_case is not None:
            self.on_case(len(self.measured))
        self.now += 1.0
        self.measured.append(case)
        return mg.Measurement(mg.Timing(12.5, 0.25, "cudagraph_avg"), "fake", "a note, with comma")


class FolderTest(unittest.TestCase):
    def setUp(self) -> None:
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.out = Path(folder.name)
        self.stream = io.StringIO()

    def run_plan(self, plan: Sequence[mg.Case], device: FakeDevice, budget_s: Optional[float] = None) -> mg.Outcome:
        tables = {kind: mg.open_table(self.out, kind) for kind in mg.KINDS}
        runner = mg.Runner(device, tables, {"gpu": "G", "source_repo": "local"}, lambda: device.now, self.stream, budget_s)
        try:
            return runner.run(plan)
        finally:
            for table in tables.values():
                table.close()

    def rows(self, kind: str) -> List[Dict[str, str]]:
        with open(self.out / f"{kind}.csv", encoding="utf-8", newline="") as file:
            return list(csv.DictReader(file))


def plan_of(*kinds: str, quick: bool = True, seed: int = 1) -> List[mg.Case]:
    return mg.make_plan(kinds or mg.KINDS, list(mg.DTYPE_BYTES), seed, quick, 8)


def bins(values: Sequence[int]) -> set:
    return {value.bit_length() - 1 for value in values}


class PlanTest(unittest.TestCase):
    def test_the_same_seed_gives_the_same_plan_and_another_seed_another(self) -> None:
        self.assertEqual(plan_of(seed=7), plan_of(seed=7))
        self.assertNotEqual(plan_of(seed=7), plan_of(seed=8))

    def test_no_shape_occurs_twice(self) -> None:
        plan = plan_of(quick=False)
        self.assertEqual(len(plan), len(set(plan)))

    def test_every_power_of_two_of_every_dimension_occurs_even_in_a_quick_plan(self) -> None:
        plan = plan_of()
        for dtype in ("fp32", "bf16", "fp8", "int8"):
            linear = [case for case in plan if isinstance(case, mg.Gemm) and case.op == "linear" and case.dtype == dtype]
            rows = set(mg.M_BINS) if dtype != "int8" else set(range(5, 17))
            self.assertEqual(rows, bins([case.m for case in linear]), dtype)
            self.assertLessEqual(set(mg.N_BINS), bins([case.n for case in linear]), dtype)
            self.assertLessEqual(set(mg.K_BINS), bins([case.k for case in linear]), dtype)
        attention = [case for case in plan if isinstance(case, mg.Attention) and case.dtype == "bf16"]
        self.assertEqual(set(mg.QUERY_BINS), bins([case.seq_q for case in attention if case.op == "attn_prefill"]))
        self.assertEqual(set(mg.CACHE_BINS), bins([case.seq_kv for case in attention if case.op == "attn_decode"]))
        for op in mg.ELEMENTWISE_PASSES:
            streams = [case for case in plan if isinstance(case, mg.Elementwise) and (case.op, case.dtype) == (op, "fp16")]
            self.assertEqual(set(mg.ROW_BINS), bins([case.rows for case in streams]), op)
            self.assertLessEqual(set(mg.COL_BINS) - {14}, bins([case.cols for case in streams]), op)
        for op in mg.COLLECTIVES:
            sizes = [case.size for case in plan if isinstance(case, mg.Collective) and (case.op, case.ranks) == (op, 2)]
            self.assertEqual(set(mg.SIZE_BINS), bins(sizes), op)

    def test_a_plan_that_stops_after_a_quarter_has_covered_the_rows_of_every_format(self) -> None:
        plan = plan_of("gemm", quick=False)
        early = plan[:len(plan) // 4]
        for dtype in ("fp32", "tf32", "fp16", "bf16", "fp8"):
            seen = bins([case.m for case in early if case.op == "linear" and case.dtype == dtype])
            self.assertEqual(set(mg.M_BINS), seen, dtype)

    def test_widths_of_models_round_and_odd_sizes_all_occur(self) -> None:
        sizes = [case.k for case in plan_of("gemm", quick=False) if case.dtype == "bf16" and case.op == "linear"]
        self.assertGreater(sum(size in mg.WIDTHS for size in sizes), 20)
        self.assertGreater(sum(size % 2 for size in sizes), 20)
        self.assertGreater(sum(size % 64 == 0 and size not in mg.WIDTHS for size in sizes), 20)

    def test_shapes_keep_what_the_kernels_demand(self) -> None:
        for case in plan_of(quick=False):
            if isinstance(case, mg.Gemm):
                self.assertLessEqual(2.0 * case.batch * case.m * case.n * case.k, 2.1 * mg.MOST_FLOP[case.dtype])
                if case.dtype == "fp8":
                    self.assertEqual((0, 0), (case.n % 16, case.k % 16), case)
                if case.dtype == "int8":
                    self.assertTrue(case.m > 16 and case.n % 8 == 0 and case.k % 8 == 0, case)
            if isinstance(case, mg.Attention):
                self.assertTrue(case.seq_q <= case.seq_kv and case.heads % case.kv_heads == 0, case)
            if isinstance(case, mg.Elementwise) and case.op == "rope":
                self.assertEqual(0, case.cols % mg.ROPE_HEAD, case)
            if isinstance(case, mg.Collective):
                self.assertEqual(0, case.size % (case.ranks * 16), case)

    def test_prefill_runs_with_and_without_a_cached_prefix_and_decode_with_shared_heads(self) -> None:
        prefill = [case for case in plan_of("attention") if case.op == "attn_prefill"]
        self.assertTrue(any(case.seq_q == case.seq_kv for case in prefill))
        self.assertTrue(any(case.seq_q < case.seq_kv for case in prefill))
        decode = [case for case in plan_of("attention") if case.op == "attn_decode"]
        self.assertTrue(any(case.heads > case.kv_heads for case in decode))

    def test_ranks_double_up_to_all_gpus(self) -> None:
        self.assertEqual([], mg.rank_counts(1))
        self.assertEqual([2, 4, 6], mg.rank_counts(6))
        self.assertEqual([2, 4, 8], mg.rank_counts(8))

    def test_memory_by_hand(self) -> None:
        # fp16: 2 bytes x (4x8 + 16x8 + 4x16) = 2 x (32 + 128 + 64) = 448
        self.assertEqual(448, mg.Gemm("fp16", "linear", 1, 4, 16, 8).memory())
        # q and output 2 x 2 heads x 3 tokens, k and v 2 x 1 head x 5 tokens, x 64 x 2 bytes = (12 + 10) x 128
        self.assertEqual(22 * 128, mg.Attention("bf16", "attn_prefill", 1, 2, 1, 64, 3, 5).memory())

    def test_bytes_by_hand(self) -> None:
        self.assertEqual(3 * 10 * 128 * 2, mg.Elementwise("fp16", "silu_and_mul", 10, 128).bytes_rw())
        self.assertEqual(2 * 10 * 128 * 4, mg.Elementwise("fp32", "layernorm", 10, 128).bytes_rw())

    def test_every_token_goes_to_k_different_experts(self) -> None:
        for distribution in ("balanced", "zipf_1.2"):
            counts, order = mg.route(mg.Moe("bf16", 50, 64, 64, 2, 8, distribution))
            self.assertEqual([2] * 50, [order.count(token) for token in range(50)])
            bounds = [0, *mg.running_sum(counts)]
            self.assertEqual(100, bounds[-1])
            for begin, end in zip(bounds, bounds[1:]):
                self.assertEqual(end - begin, len(set(order[begin:end])))


class FilesTest(FolderTest):
    def test_columns_are_those_of_the_data(self) -> None:
        self.assertEqual(set(SCHEMA), set(mg.KINDS))
        device = FakeDevice()
        self.run_plan(plan_of(), device)
        for kind, header in SCHEMA.items():
            self.assertEqual(header, (self.out / f"{kind}.csv").read_text(encoding="utf-8").splitlines()[0])

    def test_a_row_says_what_was_measured(self) -> None:
        self.run_plan([mg.Gemm("bf16", "linear", 1, 3, 4096, 1024)], FakeDevice())
        row = self.rows("gemm")[0]
        expected = dict(gpu="G", dtype="bf16", op="linear", batch="1", m="3", n="4096", k="1024", time_us="12.5",
                        time_us_std="0.25", method="cudagraph_avg", kernel="fake", note="a note, with comma", suspect="0")
        self.assertEqual(expected, {name: row[name] for name in expected})

    def test_a_second_run_measures_only_what_is_missing(self) -> None:
        plan = plan_of("gemm", "moe")
        self.run_plan(plan[:10], FakeDevice())
        device = FakeDevice()
        outcome = self.run_plan(plan, device)
        self.assertEqual(plan[10:], device.measured)
        self.assertEqual(10, outcome.counts["already there"])
        self.assertEqual(len(plan), len(self.rows("gemm")) + len(self.rows("moe")))

    def test_an_interrupt_keeps_the_rows_and_the_next_run_continues(self) -> None:
        def interrupt(number: int) -> None:
            if number == 5:
                raise KeyboardInterrupt
        plan = plan_of("gemm")
        outcome = self.run_plan(plan, FakeDevice(on_case=interrupt))
        self.assertEqual(130, outcome.code)
        self.assertEqual(5, len(self.rows("gemm")))
        device = FakeDevice()
        self.assertEqual(0, self.run_plan(plan, device).code)
        self.assertEqual(plan[5:], device.measured)

    def test_a_half_written_last_line_is_measured_again(self) -> None:
        plan = plan_of("gemm")[:3]
        self.run_plan(plan, FakeDevice())
        path = self.out / "gemm.csv"
        path.write_bytes(path.read_bytes()[:-20])
        device = FakeDevice()
        self.run_plan(plan, device)
        self.assertEqual(plan[2:], device.measured)
        self.assertEqual([str(case.m) for case in plan], [row["m"] for row in self.rows("gemm")])
        self.assertEqual(["a note, with comma"] * 3, [row["note"] for row in self.rows("gemm")])

    def test_a_row_without_a_time_is_measured(self) -> None:
        plan = plan_of("gemm")[:2]
        with contextlib.closing(mg.open_table(self.out, "gemm")) as table:
            table.write({**mg.text_row(plan[0]), "gpu": "G"})
        device = FakeDevice()
        self.run_plan(plan, device)
        self.assertEqual(plan, device.measured)

    def test_rows_are_on_disk_while_the_run_goes_on(self) -> None:
        seen: List[int] = []
        device = FakeDevice(on_case=lambda number: seen.append(len(self.rows("gemm")) if number else 0))
        self.run_plan(plan_of("gemm")[:4], device)
        self.assertEqual([0, 1, 2, 3], seen)

    def test_a_file_of_another_program_is_not_touched(self) -> None:
        (self.out / "gemm.csv").write_text("a,b\n1,2\n")
        with self.assertRaises(mg.UserError):
            mg.open_table(self.out, "gemm")
        self.assertEqual("a,b\n1,2\n", (self.out / "gemm.csv").read_text())

    def test_a_folder_does_not_mix_gpus_or_methods(self) -> None:
        path = self.out / mg.HEADER_FILE
        mg.Header(path, {"gpu": "A", "method": "cudagraph_avg"}).add({"begin": "now"})
        mg.Header(path, {"gpu": "A", "method": "cudagraph_avg"}).add({"begin": "later"})
        self.assertIn("later", path.read_text())
        with self.assertRaisesRegex(mg.UserError, "method 'cudagraph_avg'"):
            mg.Header(path, {"gpu": "A", "method": "cuda_event_1op"})


class RunnerTest(FolderTest):
    def test_the_budget_ends_the_run_between_shapes(self) -> None:
        device = FakeDevice()
        outcome = self.run_plan(plan_of("gemm")[:20], device, budget_s=7.0)
        self.assertEqual(7, len(device.measured))
        self.assertEqual(13, outcome.counts["left when the time was over"])

    def test_what_does_not_fit_is_skipped_and_counted(self) -> None:
        small, large = mg.Gemm("fp16", "linear", 1, 4, 16, 8), mg.Gemm("fp16", "linear", 1, 4096, 4096, 4096)
        device = FakeDevice(memory=mg.MIB)
        outcome = self.run_plan([large, small], device)
        self.assertEqual([small], device.measured)
        self.assertEqual(1, outcome.counts["skipped: too big for the memory"])

    def test_a_format_that_the_gpu_lacks_is_skipped_and_counted(self) -> None:
        outcome = self.run_plan([mg.Gemm("fp8", "linear", 1, 16, 16, 16)], FakeDevice(formats=["fp16"]))
        self.assertEqual(1, outcome.counts["skipped: format not on this GPU"])

    def test_failures_of_one_shape_do_not_end_the_run(self) -> None:
        def fail(number: int) -> None:
            failures.append(number)
            if len(failures) == 1:
                raise mg.OutOfMemory
            if len(failures) == 2:
                raise mg.Unsupported("no kernel")
        failures: List[int] = []
        outcome = self.run_plan(plan_of("gemm")[:4], FakeDevice(on_case=fail))
        self.assertEqual((2, 1, 1), tuple(outcome.counts[name] for name in (
            "measured", "skipped: out of memory", "skipped: not possible here")))
        self.assertEqual({"no kernel": 1}, dict(outcome.reasons))

    def test_a_lost_gpu_ends_the_run_with_exit_code_1(self) -> None:
        def lose(number: int) -> None:
            raise mg.DeviceLost("illegal address")
        outcome = self.run_plan(plan_of("gemm")[:4], FakeDevice(on_case=lose))
        self.assertEqual(1, outcome.code)
        self.assertIn("illegal address", outcome.message)

    def test_progress_is_a_line_every_ten_seconds_where_there_is_no_terminal(self) -> None:
        self.run_plan(plan_of("gemm")[:40], FakeDevice())
        lines = self.stream.getvalue().splitlines()
        self.assertEqual(4, len(lines))  # after 0, 10, 20 and 30 shapes of one second each
        self.assertTrue(lines[1].startswith("10/40 shapes 25.0 %, 1.0/s, 30 s left: "), lines[1])

    def test_remaining_time_is_never_longer_than_the_budget(self) -> None:
        progress = mg.Progress(100, io.StringIO(), lambda: 0.0, 15.0)
        self.assertIn("5 s left", progress.line(10, "x", 10.0))


class FakeEvent:
    def __init__(self, cuda: "FakeCuda") -> None:
        self._cuda, self.at = cuda, 0.0

    def record(self) -> None:
        self.at = self._cuda.now_us

    def elapsed_time(self, other: "FakeEvent") -> float:
        return (other.at - self.at) / 1000.0


class FakeCuda:
    """A GPU on which a call takes 3 us, and a replayed graph what its calls take. Time passes as work is enqueued."""

    class Stream:
        def synchronize(self) -> None: ...

    def __init__(self) -> None:
        self.now_us, self.capturing, self.calls = 0.0, 0, 0
        outer = self

        class Graph:
            def __init__(self) -> None:
                self.launches = 0

            def replay(self) -> None:
                outer.now_us += 3.0 * self.launches

            def reset(self) -> None:
                outer.capturing = 0

        self.CUDAGraph = Graph

    def Event(self, enable_timing: bool) -> FakeEvent:  # noqa: N802 (named as in torch)
        return FakeEvent(self)

    def synchronize(self) -> None: ...

    def stream(self, stream: Any) -> Any:
        return contextlib.nullcontext()

    @contextlib.contextmanager
    def graph(self, graph: Any, stream: Any, capture_error_mode: str) -> Any:
        before = self.calls
        yield
        graph.launches = self.calls - before
        self.now_us -= 3.0 * graph.launches  # captured, not run

    def _sleep(self, cycles: int) -> None:
        self.now_us += 500.0

    def call(self, index: int) -> None:
        self.calls += 1
        self.now_us += 3.0


class TimerTest(unittest.TestCase):
    def setUp(self) -> None:
        self.cuda = FakeCuda()
        self.evictions = 0
        self.timer = mg.CudaTimer(type("Torch", (), {"cuda": self.cuda}), self.evict)

    def evict(self) -> None:
        self.evictions += 1
        self.cuda.now_us += 100.0

    def test_a_graph_gives_the_time_of_one_call_without_eviction_and_spinning(self) -> None:
        timing = self.timer.graph(self.cuda.call)
        self.assertAlmostEqual(3.0, timing.mean_us)
        self.assertAlmostEqual(0.0, timing.std_us)
        self.assertEqual(("cudagraph_avg", 10), (timing.method, self.evictions))

    def test_small_kernels_fill_a_graph_and_large_ones_stand_alone(self) -> None:
        launched: List[int] = []
        self.timer.graph(lambda index: (launched.append(index), self.cuda.call(index)))
        self.assertEqual(199, max(launched))
        alone: List[int] = []

        def long_call(index: int) -> None:
            alone.append(index)
            self.cuda.now_us += 30_000.0
        self.timer.graph(long_call)
        self.assertEqual([0, 1, 0], alone)  # two to warm up, one captured

    def test_single_calls_and_loops_name_their_method(self) -> None:
        self.assertEqual("cuda_event_1op", self.timer.single(self.cuda.call).method)
        loop = self.timer.loop(self.cuda.call)
        self.assertEqual("eager_loop", loop.method)
        self.assertAlmostEqual(3.0, loop.mean_us)

    def test_mean_and_deviation_by_hand(self) -> None:
        # mean (1+2+3+4)/4 = 2.5; squares 2.25+0.25+0.25+2.25 = 5; sqrt(5/3) = 1.29099
        timing = mg.summarize([1.0, 2.0, 3.0, 4.0], "m")
        self.assertAlmostEqual(2.5, timing.mean_us)
        self.assertAlmostEqual(1.2909944, timing.std_us)
        self.assertEqual(0.0, mg.summarize([7.0], "m").std_us)

    def test_the_five_fastest_count(self) -> None:
        self.assertEqual([1, 2, 3, 4, 5], mg.fastest([9, 5, 3, 8, 1, 2, 4], 5))

    def test_numbers_have_five_digits_and_no_exponent(self) -> None:
        values = (0.00012345678, 6.753812, 454.0, 1234567.0, 12.0)
        self.assertEqual(["0.00012346", "6.7538", "454", "1234567", "12"], [mg.significant(value) for value in values])

    def test_an_interrupt_behind_a_failed_capture_is_still_an_interrupt(self) -> None:
        try:
            try:
                raise KeyboardInterrupt
            finally:
                raise RuntimeError("capture failed")
        except RuntimeError as error:
            with self.assertRaises(KeyboardInterrupt):
                mg.raise_interrupt(error)
        mg.raise_interrupt(RuntimeError("alone"))


class NamesTest(unittest.TestCase):
    def test_names_of_drivers_become_names_of_the_catalogue(self) -> None:
        for raw, name in {
            "NVIDIA H100 80GB HBM3": "H100-SXM5-80GB", "NVIDIA A100-SXM4-80GB": "A100-SXM4-80GB",
            "NVIDIA A100 80GB PCIe": "A100-PCIE-80GB", "NVIDIA H200": "H200-SXM-141GB", "NVIDIA L40S": "L40S",
            "Tesla T4": "T4", "Tesla V100-PCIE-32GB": "V100-PCIE-32GB", "NVIDIA GeForce RTX 4090": "RTX4090",
            "AMD Instinct MI210": "MI210",
        }.items():
            self.assertEqual(name, mg.catalogue_name(raw), raw)

    def test_a_near_relative_is_not_taken_for_the_same_gpu(self) -> None:
        for raw in ("NVIDIA H100 PCIe", "NVIDIA H200 NVL", "NVIDIA GeForce RTX 4090 Laptop GPU", "NVIDIA L40", "Something"):
            self.assertIsNone(mg.catalogue_name(raw), raw)

    def test_a_line_of_nvidia_smi(self) -> None:
        sample = mg.Telemetry.parse("2026/11/21 07:52:22.123, 312.45, 400.00, 1410, 1593, 55, 0x0000000000000024\n", 3.0)
        self.assertEqual(mg.Sample(3.0, 312.45, 400.0, 0x24), sample)
        self.assertIsNone(mg.Telemetry.parse("2026, [N/A], 400.00, 1410, 1593, 55, 0x0", 0.0).power_w)
        self.assertIsNone(mg.Telemetry.parse("no devices", 0.0))


class CommandTest(FolderTest):
    BLOCKED = ("import sys, runpy\n"
               "class Blocker:\n"
               "    def find_spec(self, name, path=None, target=None):\n"
               "        if name.split('.')[0] in ('torch', 'numpy'):\n"
               "            raise ImportError('blocked: ' + name)\n"
               "sys.meta_path.insert(0, Blocker())\n"
               "sys.argv = sys.argv[1:]\n"
               "runpy.run_path(sys.argv[0], run_name='__main__')\n")

    def command(self, *arguments: str) -> "subprocess.CompletedProcess[str]":
        return subprocess.run([sys.executable, "-c", self.BLOCKED, str(SCRIPT), *arguments], capture_output=True,
                              text=True, timeout=120, cwd=self.out)

    def test_a_dry_run_needs_no_pytorch_and_writes_nothing(self) -> None:
        done = self.command("--dry-run", "--quick", "--memory-gib", "4", "--kinds", "gemm,moe")
        self.assertEqual(0, done.returncode, done.stderr)
        self.assertIn("linear bf16", done.stdout)
        self.assertIn("skipped", done.stdout)
        self.assertIn("nothing was measured", done.stderr)
        self.assertEqual([], list(self.out.iterdir()))

    def test_a_dry_run_with_a_folder_writes_the_plan_without_times(self) -> None:
        done = self.command("--dry-run", "--quick", "--out", "plan", "--memory-gib", "4")
        self.assertEqual(0, done.returncode, done.stderr)
        for kind, header in SCHEMA.items():
            with open(self.out / "plan" / f"{kind}.plan.csv", encoding="utf-8", newline="") as file:
                rows = list(csv.DictReader(file))
            self.assertEqual(header.split(",") + ["memory_bytes", "fits"], list(rows[0]))
            self.assertEqual({""}, {row["time_us"] for row in rows})
            self.assertEqual({int(row["memory_bytes"]) <= 4 << 30 for row in rows if row["fits"] == "1"}, {True})

    def test_bad_arguments_exit_with_2_and_the_nearest_name(self) -> None:
        for arguments, answer in ((("--kinds", "gemm,atention"), "did you mean attention?"),
                                  (("--dtypes", "bf61"), "did you mean bf16?"),
                                  (("--method", "cudagraph"), "did you mean cudagraph_avg?"),
                                  (("--budget", "-3"), "'-3' is not a number above zero"),
                                  (("--memory-gib", "nan"), "'nan' is not a number above zero")):
            done = self.command("--dry-run", *arguments)
            self.assertEqual(2, done.returncode, arguments)
            self.assertIn(answer, done.stderr)
            self.assertNotIn("Traceback", done.stderr)

    def test_measuring_without_pytorch_says_what_to_do(self) -> None:
        done = self.command("--out", "here")
        self.assertEqual(2, done.returncode)
        self.assertIn("PyTorch is missing", done.stderr)
        self.assertNotIn("Traceback", done.stderr)

    def test_the_list_names_kinds_operators_and_formats(self) -> None:
        done = self.command("--list")
        self.assertEqual(0, done.returncode)
        for word in ("attn_decode", "reduce_scatter", "silu_and_mul", "int8"):
            self.assertIn(word, done.stdout)


if __name__ == "__main__":
    unittest.main()
