using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace Orrery.Configuration.Documents;

/// <summary>
/// Reads YAML into located nodes. Works on parser events, so that a duplicate key is a finding and not the end.
/// </summary>
public sealed class YamlReader
{
    // Deeper than any file of ours, far from the end of the stack.
    private const int DeepestNesting = 64;

    private readonly string _file;
    private readonly List<Diagnostic> _diagnostics;
    private readonly Dictionary<string, Node> _anchors = [];
    private readonly Parser _parser;
    private int _depth;
    private int _line;

    private YamlReader(string file, string text, List<Diagnostic> diagnostics)
    {
        (_file, _diagnostics) = (file, diagnostics);
        _parser = new Parser(new StringReader(text));
    }

    /// <summary>Reads one document that must be a mapping.</summary>
    /// <param name="file">The name shown in diagnostics.</param>
    /// <param name="text">The document.</param>
    /// <param name="diagnostics">Takes what is wrong.</param>
    /// <returns>The mapping, or null when there is none to go on with.</returns>
    public static MapNode? Read(string file, string text, List<Diagnostic> diagnostics)
    {
        YamlReader reader = new(file, text, diagnostics);
        try
        {
            Node? root = reader.Document();
            if (root is MapNode map)
            {
                return map;
            }

            diagnostics.Add(root is null
                ? new Diagnostic(file, 0, "", "the file is empty")
                : new Diagnostic(file, root.Line, "", $"the file must hold keys with values, not {root.Noun}"));
        }
        catch (YamlException problem)
        {
            diagnostics.Add(new Diagnostic(file, (int)problem.Start.Line, "", "is no valid YAML: " + FirstSentence(problem)));
        }

        catch (InvalidOperationException)
        {
            // YamlDotNet answers some unclosed brackets and quotes with this instead of its own exception.
            diagnostics.Add(new Diagnostic(file, Math.Max(1, reader._line), "",
                "is no valid YAML: a bracket or quote that opens here or below is not closed"));
        }

        return null;
    }

    private static string FirstSentence(YamlException problem) => problem.Message.Split('\n')[0].TrimEnd('.', ' ');

    private Node? Document()
    {
        _ = _parser.Consume<StreamStart>();
        return _parser.TryConsume<DocumentStart>(out _) ? Value("") : null;
    }

    private Node Value(string path)
    {
        int line = Line();
        if (_parser.Accept<AnchorAlias>(out _))
        {
            AnchorAlias alias = _parser.Consume<AnchorAlias>();
            if (_anchors.TryGetValue(alias.Value.Value, out Node? known))
            {
                return known;
            }

            _diagnostics.Add(new Diagnostic(_file, line, path, $"there is no anchor '{alias.Value.Value}' above"));
            return new ScalarNode(_file, line, "");
        }

        if (++_depth > DeepestNesting)
        {
            throw new YamlException(new Mark(0, line, 1), new Mark(0, line, 1), "it is nested too deeply");
        }

        string? anchor = _parser.Current is NodeEvent { Anchor.IsEmpty: false } node ? node.Anchor.Value : null;
        Node value = _parser.Current switch
        {
            MappingStart => Map(path),
            SequenceStart => List(path),
            _ => new ScalarNode(_file, line, _parser.Consume<Scalar>().Value),
        };
        _depth--;
        if (anchor is not null)
        {
            _anchors[anchor] = value;
        }

        return value;
    }

    private MapNode Map(string path)
    {
        int start = Line();
        _ = _parser.Consume<MappingStart>();
        List<MapEntry> entries = [];
        while (!_parser.TryConsume<MappingEnd>(out _))
        {
            int line = Line();
            string key = Value(path) is ScalarNode scalar ? scalar.Text : "?";
            string keyPath = path.Length == 0 ? key : path + "." + key;
            Node value = Value(keyPath);
            int first = entries.FindIndex(entry => entry.Key == key);
            if (first < 0)
            {
                entries.Add(new MapEntry(key, _file, line, value));
            }
            else
            {
                _diagnostics.Add(new Diagnostic(_file, line, keyPath, $"is given twice, first in line {entries[first].Line}"));
            }
        }

        return new MapNode(_file, start, entries);
    }

    private ListNode List(string path)
    {
        int start = Line();
        _ = _parser.Consume<SequenceStart>();
        List<Node> items = [];
        while (!_parser.TryConsume<SequenceEnd>(out _))
        {
            items.Add(Value(path));
        }

        return new ListNode(_file, start, items);
    }

    private int Line()
    {
        _ = _parser.Accept<ParsingEvent>(out ParsingEvent? next);
        _line = next is null ? _line : (int)next.Start.Line;
        return _line;
    }
}
