using Orrery.Experiments.Questions;

namespace Orrery.Cli.Commands;

/// <summary><c>orrery predict KIND</c>: one operator on one GPU. Each question is a subcommand, found by itself.</summary>
public sealed class PredictCommand : CliCommand
{
    public PredictCommand(Terminal terminal)
        : base(
            "predict", "Predicts one operator on one GPU: how long, why, and what would help.",
            "orrery predict gemm --m 4096 --n 4096 --k 4096 --gpu h100-sxm5-80gb --dtype bf16",
            "orrery predict attention --heads 32 --kv-heads 8 --queries 1 --keys 8192 --batch 16 --gpu a100-sxm4-80gb",
            "orrery predict gemm --m 1 --n 8192 --k 8192 --gpu my-gpu.yaml --set gpu.l2.size=80MiB --json",
            "orrery predict gemm --m 512 --n 4096 --k 4096 --gpu a100-sxm4-80gb --data my-measurements/")
    {
        foreach (IQuestion question in QuestionCatalogue.All)
            Subcommands.Add(new PredictQuestion(question, terminal));
    }
}
