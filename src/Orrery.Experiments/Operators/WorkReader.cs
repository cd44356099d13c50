using Orrery.Configuration;
using Orrery.Configuration.Binding;
using Orrery.Configuration.Documents;
using Orrery.Experiments.Questions;

namespace Orrery.Experiments.Operators;

/// <summary>Reads operators by name with their sizes: a mapping, or a list of mappings where a name occurs twice.</summary>
/// <param name="diagnostics">Takes what is wrong.</param>
internal sealed class WorkReader(List<Diagnostic> diagnostics)
{
    /// <summary>The questions, in the order of the file; those with mistakes are left out.</summary>
    public IReadOnlyList<IQuestion> Read(Node node, string path)
    {
        List<IQuestion> questions = [];
        foreach (Node item in node is ListNode list ? list.Items : [node])
        {
            if (item is not MapNode map || map.Entries.Count == 0)
            {
                diagnostics.Add(new Diagnostic(item.File, item.Line, path, $"is a mapping of operators with their sizes, not {item.Noun}",
                    (item as ScalarNode)?.Text, "{gemm: {m: 4096, n: 4096, k: 4096}}"));
                continue;
            }

            questions.AddRange(map.Entries.Select(entry => Question(entry, $"{path}.{entry.Key}")).OfType<IQuestion>());
        }

        return questions;
    }

    private IQuestion? Question(MapEntry entry, string path)
    {
        if (QuestionCatalogue.Find(entry.Key) is not { } kind)
        {
            string[] names = [.. QuestionCatalogue.All.Select(known => known.Name)];
            string? nearest = NearestName.Of(entry.Key, names);
            diagnostics.Add(new Diagnostic(entry.File, entry.Line, path, "there is no such operator", Nearest: nearest,
                Allowed: nearest is null ? string.Join(", ", names) : null));
            return null;
        }

        if (entry.Value is not MapNode sizes)
        {
            diagnostics.Add(new Diagnostic(entry.File, entry.Line, path, $"is a mapping of sizes, not {entry.Value.Noun}",
                (entry.Value as ScalarNode)?.Text, string.Join(", ", ParameterList.Of(kind.GetType()).Select(size => size.Path))));
            return null;
        }

        int before = diagnostics.Count;
        IQuestion question = (IQuestion)new Binder(diagnostics).Bind(kind.GetType(), sizes, path);
        if (diagnostics.Count == before)
        {
            diagnostics.AddRange(question.Mistakes.Select(mistake =>
            {
                Node at = sizes.Find(mistake.Key) ?? sizes;
                return new Diagnostic(at.File, at.Line, $"{path}.{mistake.Key}", mistake.Problem, mistake.Given, mistake.Allowed, mistake.Nearest);
            }));
        }

        return diagnostics.Count == before ? question : null;
    }
}
