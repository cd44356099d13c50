using Orrery.Reporting.Numbers;
using Orrery.Workloads.Formats;
using Orrery.Workloads.Models;
using Spectre.Console;

namespace Orrery.Cli.Screens;

/// <summary>What a person sees of models.</summary>
public static class ModelScreen
{
    public static void PrintAll(IReadOnlyList<TransformerModel> models, IAnsiConsole screen)
    {
        Table table = Tables.List("Name", "Family", ">Layers", ">Hidden", ">Heads", ">KV heads", ">MLP", ">Parameters", ">FLOP/token", ">KV cache/token");
        foreach (TransformerModel model in models)
        {
            table.AddRow(
                $"[bold]{Markup.Escape(model.Name)}[/]",
                Markup.Escape(model.Family),
                Readable.Whole(model.Layers),
                Readable.Whole(model.Hidden),
                Readable.Whole(model.Heads),
                Readable.Whole(model.KvHeads),
                Markup.Escape((model.Experts is { } experts ? $"{experts.Count} x " : "") + Readable.Whole(model.Intermediate)),
                Readable.Count(model.Parameters()),
                Readable.Count(model.FlopsPerToken()),
                Cache(model));
        }
        screen.Write(table);
        screen.MarkupLine("[grey]FLOP of the forward pass for one token that sees only itself; KV cache in fp16. 'orrery show model NAME' shows more.[/]");
    }

    public static void Print(TransformerModel model, IAnsiConsole screen)
    {
        screen.WriteLine();
        screen.MarkupLine($"[bold]{Markup.Escape(model.Name)}[/]  {Markup.Escape(model.Family)}");
        screen.WriteLine();
        screen.Write(Tables.Facts(
            ("parameters", Exactly(model.Parameters())),
            ("active for one token", model.ActiveParameters() == model.Parameters() ? null : Exactly(model.ActiveParameters())),
            ("weights in fp16", Readable.Bytes(model.Parameters() * NumberFormat.Fp16.Bytes)),
            ("FLOP a token", Flops(model)),
            ("KV cache a token, fp16", Cache(model)),
            ("KV cache, full sequence", model.MaxSequence > 0 && KvBytes(model) > 0
                ? $"{Readable.Bytes(KvBytes(model) * model.MaxSequence)} for {Readable.Whole(model.MaxSequence)} tokens" : null),
            ("layers", Readable.Whole(model.Layers)),
            ("hidden", Readable.Whole(model.Hidden)),
            ("attention", $"{model.Heads} heads of {model.HeadDim}, {model.KvHeads} for keys and values, {(model.Causal ? "causal" : "both ways")}, {(model.Rotary ? "rotary" : "learned")} positions"),
            ("MLP", Mlp(model)),
            ("norm", $"{(model.RmsNorm ? "RMSNorm" : "LayerNorm")} {(model.PostNorm ? "after" : "before")} the blocks"),
            ("vocabulary", model.Vocabulary > 0 ? Readable.Whole(model.Vocabulary) + (model.TiedEmbeddings ? ", embeddings tied" : "") : null),
            ("image", model.Image is { } image ? $"{image.Size} x {image.Size} in patches of {image.Patch}: {image.Tokens} tokens" : null)));
    }

    private static string Exactly(long parameters) => $"{Readable.Count(parameters)} ({Readable.Whole(parameters)})";

    private static double KvBytes(TransformerModel model) => model.KvCacheBytesPerToken(NumberFormat.Fp16);

    private static string Cache(TransformerModel model) => KvBytes(model) > 0 ? Readable.Bytes(KvBytes(model)) : "-";

    private static string Flops(TransformerModel model)
    {
        string alone = Readable.Count(model.FlopsPerToken());
        return model.MaxSequence > 1
            ? $"{alone} for the first token, {Readable.Count(model.FlopsPerToken(model.MaxSequence))} for token {Readable.Whole(model.MaxSequence)}"
            : alone;
    }

    private static string Mlp(TransformerModel model)
    {
        string mlp = $"{Readable.Whole(model.Intermediate)} wide, {model.Activation}{(model.GatedMlp ? ", gated" : "")}";
        return model.Experts is { } experts ? $"{experts.Count} experts, {experts.PerToken} for each token, each {mlp}" : mlp;
    }
}
